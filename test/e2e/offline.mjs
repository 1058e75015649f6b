// What offline.test.mjs runs where there is no network: open the demo, see what is outdated, update it.
import { withEditor } from './fixture.mjs'

const trace = process.argv[2]
const options = {
  demo: true,
  launcher: ['strace', '-f', '-qq', '--seccomp-bpf', '-e', 'trace=connect,sendto,sendmsg', '-o', trace],
}
await withEditor('offline', options, async editor => {
  const workbench = await editor.open('apps/checkout/deployment.yaml')
  await workbench.squiggle('info')
  await workbench.hover('shop/checkout', '1.5.3')
  await workbench.goTo(19, 40)
  await workbench.quickFix('Update to 1.5.3')
  await workbench.shows('shop/checkout:1.5.3 #')
  await workbench.becomes('clean')
  await workbench.screenshot('offline')
  if (editor.browser.strayed.length > 0)
    throw new Error(`the page asked for ${editor.browser.strayed.join(', ')}`)
})
