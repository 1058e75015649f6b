// Beside an extension that checks YAML against schemas: each squiggle once, and the offers of both.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { automation, deployment, withEditor } from './fixture.mjs'
import { makeYamlExtension } from './yaml-extension.mjs'

/** What people give to the other extension for Flux's kinds; only what this test looks at. */
const schema = {
  properties: {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { type: 'object' },
    spec: {
      type: 'object',
      properties: { image: { type: 'string' }, interval: { type: 'string' }, insecure: { type: 'boolean' } },
      additionalProperties: false,
    },
  },
}

test('a schema error is reported once, and everything else as ever', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-yaml-'))
  const schemaFile = join(tmpdir(), `fluxmark-schema-${process.pid}.json`)
  writeFileSync(schemaFile, JSON.stringify(schema))
  try {
    const vsix = await makeYamlExtension(folder)
    const options = {
      extensions: [process.env.FLUXMARK_VSIX, vsix],
      settings: { 'yaml.schemas': { [String(pathToFileURL(schemaFile))]: ['repository.yaml'] } },
      files: host => ({
        'flux/web.yaml': automation(host),
        'flux/repository.yaml': automation(host)
          .split('---\n')[0]
          .replaceAll('name: web', 'name: api')
          .replace('interval: 5m', 'interval: 5m\n  intervall: 5m')
          .replace('image: ', 'image: https://'),
        'deploy.yaml': deployment(host)
          .replace(/ # \{"\$imagepolicy.*/, ' ')
          .replace('busybox:1.36', `${host}/acme/web:1.2.3 # {"$imagepolicy": "flux-system:web"}`),
      }),
    }
    await withEditor('beside-yaml', options, async editor => {
      const workbench = await editor.open('flux/repository.yaml')
      // Theirs of the field is there, and so is ours of the image, which no schema tells; ours of the field is not.
      await workbench.hover('intervall', 'Property intervall is not allowed')
      await workbench.command('Problems: Focus on Problems View')
      const problems = workbench.page.locator('.part.panel .monaco-list-row')
      await problems.filter({ hasText: 'Property intervall' }).first().waitFor()
      await problems.filter({ hasText: 'Flux takes no URL here' }).first().waitFor()
      await workbench.screenshot('beside-yaml-problems')
      const told = (await problems.allInnerTexts()).filter(text => text.includes('intervall'))
      assert.equal(told.length, 1, told.join('\n'))

      const deploy = await editor.open('deploy.yaml')
      await deploy.squiggle('info')
      await deploy.goTo(15, `          image: ${editor.registry.host}/acme/web:1.2.3 `.length + 1)
      await deploy.type('# {')
      await deploy.suggestion('flux-system:web')
      await deploy.screenshot('beside-yaml-completion')
      await deploy.press('Enter')
      await deploy.becomes('dirty')
      await deploy.press('Control+s')
      await deploy.becomes('clean')
      const line = editor.repository.read('deploy.yaml').split('\n')[14]
      assert.match(line, /web:1\.2\.3 # \{"\$imagepolicy": "flux-system:web"\}$/)
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
    rmSync(schemaFile, { force: true })
  }
})
