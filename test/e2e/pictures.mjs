// `npm run pictures`: takes the README's picture of the hover from the real workbench, on the demo, into docs/images.
// Where pngquant is installed it is made small. moving-picture.mjs makes the other.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { prepare, root } from '../prepare.mjs'
import { withEditor } from './fixture.mjs'

prepare()
const images = join(root, 'docs/images')
mkdirSync(images, { recursive: true })

const options = {
  demo: true,
  view: { width: 1240, height: 600 },
  settings: {
    'workbench.activityBar.location': 'hidden',
    'workbench.statusBar.visible': false,
    'editor.minimap.enabled': false,
    'editor.fontSize': 14,
    'breadcrumbs.enabled': false,
    'editor.stickyScroll.enabled': false,
    'editor.occurrencesHighlight': 'off',
    'git.enabled': false,
  },
}
await withEditor('pictures', options, async editor => {
  const picture = (workbench, name) =>
    workbench.page.screenshot({ path: join(images, `${name}.png`), animations: 'disabled' })

  const checkout = await editor.open('apps/checkout/deployment.yaml')
  await hideSideBar(checkout)
  await checkout.squiggle('info')
  // Asks for what a tag holds; the age is in the hint as soon as it is known.
  await checkout.hover('shop/checkout', 'Explain')
  await checkout.page.mouse.move(0, 0)
  await checkout.page
    .getByText(/days.old/)
    .first()
    .waitFor()
  // The card comes after the diagnostic, and the way to the fixes last.
  await checkout.hover('shop/checkout', /Explain.*Quick Fix/s)
  await picture(checkout, 'hover')
  await checkout.close()
})

async function hideSideBar(workbench) {
  const bar = workbench.page.locator('.part.sidebar')
  if (!(await bar.isVisible())) return
  await workbench.command('View: Toggle Primary Side Bar Visibility')
  await bar.waitFor({ state: 'hidden' })
}

const hover = join(images, 'hover.png')
spawnSync('pngquant', ['--force', '--skip-if-larger', '--output', hover, '64', hover])
