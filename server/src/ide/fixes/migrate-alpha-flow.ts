import type { SourceFile } from '../../flux/workspace/source-file.ts'
import { type Entry, field, type Mapping, type Node } from '../../text/node.ts'
import type { Edit } from '../answers.ts'
import { entryOf, isJson, lineStart, removeField, replace } from './field-edits.ts'

/** A field and its value: as the file has it, or a mapping of fields. */
type Field = readonly [name: string, value: string | readonly Field[]]

/**
 * The same as `migrateAlpha` for a `spec` in braces, as JSON is: every value as it is written, on lines of their own
 * where the fields have such. Undefined where a comment would be lost.
 */
export function migrateAlphaFlow(file: SourceFile, spec: Mapping): readonly Edit[] | undefined {
  const { text } = file
  const checkout = field(spec, 'checkout')
  const commit = field(spec, 'commit')
  const old = spec.entries.filter(
    ({ key }) => key.kind === 'scalar' && ['checkout', 'commit', 'push'].includes(key.text),
  )
  const [first, ...others] = old
  if (first === undefined || checkout?.kind !== 'mapping' || commit?.kind !== 'mapping') return undefined
  const indent = text.slice(lineStart(text, first.key.span[0]), first.key.span[0])
  const isSpread = indent.trim() === ''
  const step = isSpread ? stepOf(text, old, indent) : ''
  const raw = (node: Node | undefined) => node && text.slice(...node.span).replace(/\n(?=.*\S)/g, `\n${step}`)
  const kept = (from: Node | undefined, name: string, as = name): readonly Field[] => {
    const value = raw(field(from, name))
    return value === undefined ? [] : [[as, value]]
  }
  const author = [...kept(commit, 'authorName', 'name'), ...kept(commit, 'authorEmail', 'email')]
  const fields: readonly Field[] = [
    [
      'sourceRef',
      [
        ['kind', isJson(file, spec) ? '"GitRepository"' : 'GitRepository'],
        ...kept(field(checkout, 'gitRepositoryRef'), 'name'),
      ],
    ],
    [
      'git',
      [
        ['checkout', [['ref', kept(checkout, 'branch')]]],
        ['commit', [['author', author], ...kept(commit, 'messageTemplate'), ...kept(commit, 'signingKey')]],
        ...kept(spec, 'push'),
      ],
    ],
  ]
  const name = (key: string) => (isJson(file, spec) ? `"${key}"` : key)
  const print = (list: readonly Field[], before: string): string => {
    const entries = list.map(([key, value]) => {
      const inner = typeof value === 'string' ? value : braces(print(value, before + step), before)
      return `${name(key)}: ${inner}`
    })
    return entries.join(isSpread ? `,\n${before}` : ', ')
  }
  const braces = (inner: string, before: string) =>
    isSpread ? `{\n${before}${step}${inner}\n${before}}` : `{${inner}}`
  const edits = [
    replace(file, [first.key.span[0], first.value?.span[1] ?? first.key.span[1]], print(fields, indent)),
    ...others.flatMap(entry => {
      const key = entry.key.kind === 'scalar' ? entry.key.text : ''
      return removeField(file, spec, key) ?? []
    }),
  ]
  const comments = file.facts.documents.flatMap(document => document.comments)
  const isLossy = comments.some(comment =>
    edits.some(({ span }) => span[0] <= comment.span[0] && comment.span[0] < span[1]),
  )
  return isLossy || entryOf(spec, 'git') || entryOf(spec, 'sourceRef') ? undefined : edits
}

/** How far the fields of a field are indented beyond it. */
function stepOf(text: string, entries: readonly Entry[], indent: string): string {
  for (const { value } of entries) {
    const at = value?.kind === 'mapping' ? value.entries[0]?.key.span[0] : undefined
    const inner = at === undefined ? '' : text.slice(lineStart(text, at), at)
    if (inner.trim() === '' && inner.length > indent.length) return inner.slice(indent.length)
  }
  return '  '
}
