import type { SourceFile } from '../../flux/workspace/source-file.ts'
import { type Entry, field, type Mapping, type Node } from '../../text/node.ts'
import type { Edit } from '../answers.ts'
import { entryOf, lineStart, linesOf } from './field-edits.ts'
import { migrateAlphaFlow } from './migrate-alpha-flow.ts'

/**
 * The edits that bring an ImageUpdateAutomation of v1alpha1 into today's form: `checkout`, `commit` and `push` become
 * `sourceRef` and `git`. Every value, and every comment inside, stays as it is written. Undefined where that cannot
 * be.
 */
export function migrateAlpha(file: SourceFile, object: Mapping): readonly Edit[] | undefined {
  const spec = field(object, 'spec')
  const checkout = field(spec, 'checkout')
  const commit = field(spec, 'commit')
  if (spec?.kind === 'mapping' && spec.flow) return migrateAlphaFlow(file, spec)
  if (spec?.kind !== 'mapping' || !isBlock(spec) || !isBlock(checkout) || !isBlock(commit)) return undefined
  const push = entryOf(spec, 'push')
  const column = columnOf(file.text, spec)
  const put = (depth: number, line: string) => `${' '.repeat(column + 2 * depth)}${line}\n`
  const moved = (from: Node | undefined, name: string, depth: number, as = name): string => {
    const entry = from?.kind === 'mapping' ? entryOf(from, name) : undefined
    return entry && from?.kind === 'mapping' ? placed(file.text, from, entry, column + 2 * depth, as) : ''
  }
  const ref = field(checkout, 'gitRepositoryRef')
  const text = [
    put(0, 'sourceRef:'),
    put(1, 'kind: GitRepository'),
    moved(ref, 'name', 1),
    put(0, 'git:'),
    put(1, 'checkout:'),
    put(2, 'ref:'),
    moved(checkout, 'branch', 3),
    put(1, 'commit:'),
    put(2, 'author:'),
    moved(commit, 'authorName', 3, 'name'),
    moved(commit, 'authorEmail', 3, 'email'),
    moved(commit, 'messageTemplate', 2),
    moved(commit, 'signingKey', 2),
    push ? placed(file.text, spec, push, column + 2, 'push') : '',
  ].join('')
  const old = ['checkout', 'commit', 'push'].flatMap(name => entryOf(spec, name) ?? [])
  return old.map(entry => {
    const span = linesOf(file.text, entry)
    const newText = entry.value === checkout ? text : ''
    return { path: file.path, span, oldText: file.text.slice(...span), newText }
  })
}

function isBlock(node: Node | undefined): boolean {
  return node?.kind === 'mapping' && !node.flow && node.entries.length > 0
}

function columnOf(text: string, node: Mapping): number {
  const at = node.entries[0]?.key.span[0] ?? 0
  return at - lineStart(text, at)
}

/** An entry's lines with its name changed, at another depth. */
function placed(text: string, from: Mapping, entry: Entry, column: number, name: string): string {
  const [, end] = linesOf(text, entry)
  const shift = column - columnOf(text, from)
  const rest = text.slice(entry.key.span[1], end).replace(/\n?$/, '\n')
  const lines = `${name}${rest}`.split('\n').slice(0, -1)
  const indented = lines.slice(1).map(line => {
    if (line.trim() === '') return line
    return shift < 0
      ? line.slice(Math.min(-shift, line.length - line.trimStart().length))
      : ' '.repeat(shift) + line
  })
  return `${' '.repeat(column)}${[lines[0], ...indented].join('\n')}\n`
}
