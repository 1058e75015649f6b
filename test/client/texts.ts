import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Texts of the client, which an editor in another language shows in that language (`vscode.l10n`). */

/** Every text of `l10n.t('…')` below a folder of sources, in the order of the alphabet: what `l10n/bundle.l10n.json` holds. */
export function bundleOf(folder: string): Readonly<Record<string, string>> {
  const texts = sourcesIn(folder).flatMap(({ code }) =>
    [...code.matchAll(/\bt\(\s*'((?:[^'\\\n]|\\.)*)'/g)].map(([, text = '']) => unescaped(text)),
  )
  return Object.fromEntries([...new Set(texts)].sort().map(text => [text, text]))
}

/**
 * Literals below a folder that read like words for a person and are in no `l10n.t('…')`, as `file: text`. What is logged
 * or thrown stays as it is: it is for those who look into a problem.
 */
export function untranslatable(folder: string): readonly string[] {
  return sourcesIn(folder).flatMap(({ path, code }) =>
    [...code.matchAll(literal)]
      .filter(match => !isForNobody(code.slice(code.lastIndexOf('\n', match.index) + 1, match.index)))
      .map(([whole]) => whole.slice(1, -1).replace(/\$\{[^}]*\}/g, '…'))
      .filter(text => text !== 'Fluxmark' && !names.includes(text) && !/^[…\s:,()—-]*(?:[kM]B)?$/.test(text))
      .filter(text => /[A-Za-z,.:;…’] [A-Za-z…]|^[A-Z][a-z]+…?$/.test(text))
      .map(text => `${path}: ${text}`),
  )
}

const literal = /'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g

/** Names in the code that read like words. */
const names: readonly string[] = ['whole message', 'only in the cluster', 'Fluxmark: …']

/** Whether what follows on a line is logged, thrown, compared, translated or a name of code. */
function isForNobody(before: string): boolean {
  return /^\s*import |\boutput\.\w+\(|\bnew \w*Error\(|\bt\(\s*$|'setContext'|(?:case|[!=]==) $/.test(before)
}

function sourcesIn(folder: string): readonly { readonly path: string; readonly code: string }[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts'))
    .sort()
    .map(path => ({ path, code: joined(readFileSync(join(folder, path), 'utf8')) }))
}

/** A source without its comments, and each call of `t` with its text on one line. */
function joined(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '').replace(/\bt\(\s*\n\s*'/g, "t('")
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, one: string) => (one === 'n' ? '\n' : one))
}
