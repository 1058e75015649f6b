// Writes l10n/bundle.l10n.json: the client's texts, for those who translate them. Needs a build.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundleOf } from '../../build/test/client/texts.js'

const root = join(import.meta.dirname, '../..')
mkdirSync(join(root, 'l10n'), { recursive: true })
writeFileSync(
  join(root, 'l10n/bundle.l10n.json'),
  `${JSON.stringify(bundleOf(join(root, 'client/src')), null, 2)}\n`,
)
