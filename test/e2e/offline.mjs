// What offline.test.mjs runs where there is no network: open the demo, see what is outdated, update it.
import { withEditor } from './fixture.mjs'

const trace = process.argv[2]
const options = {
  launcher: ['strace', '-f', '-qq', '--seccomp-bpf', '-e', 'trace=connect,sendto,sendmsg', '-o', trace],
}
await withEditor('offline', options, async editor => {
  const workbench = await editor.open('deploy.yaml')
  await workbench.squiggle('info')
  await workbench.hover('127.0.0.1', '1.4.1')
  await workbench.goTo(15, 20)
  await workbench.quickFix('Update to 1.4.1')
  await workbench.shows('acme/web:1.4.1 #')
  await workbench.becomes('clean')
  await workbench.screenshot('offline')
  if (editor.browser.strayed.length > 0)
    throw new Error(`the page asked for ${editor.browser.strayed.join(', ')}`)
})
