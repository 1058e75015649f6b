// Makes radix-flux.json anew, what kustomize gives for each root of a real repository, as hashes:
// `npx tsc -p . && FLUXMARK_TEST_DATA=… node test/kustomize/radix.mjs`. Needs kubectl. Nothing of the repository is kept.
import { readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { digestOf, outcomeOfObjects } from '../../build/test/kustomize/outcome.js'
import { buildFolder, kustomizeVersion } from './kubectl.mjs'

const repository = join(process.env.FLUXMARK_TEST_DATA ?? '', 'corpora/radix-flux')
const folders = readdirSync(repository, { recursive: true })
  .filter(path => /(^|\/)(kustomization\.ya?ml|Kustomization)$/.test(path))
  .map(dirname)
  .sort()
const roots = Object.fromEntries(
  folders.map(folder => {
    const { objects } = buildFolder(join(repository, folder))
    return [folder, objects ? digestOf(outcomeOfObjects(objects)) : 'fails']
  }),
)
const text = JSON.stringify({ kustomize: kustomizeVersion(), roots }, null, 2)
writeFileSync(join(import.meta.dirname, 'radix-flux.json'), `${text}\n`)
