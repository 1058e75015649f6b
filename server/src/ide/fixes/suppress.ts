import { projectFileNames } from '../../flux/project/project-file.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../flux/workspace/source-file.ts'
import { kustomizationNames } from '../../kustomize/build/build-target.ts'
import { field, type Node } from '../../text/node.ts'
import type { Diagnostic, Edit, Fix } from '../answers.ts'
import type { SeverityOverrides } from '../diagnostics.ts'
import { lineStart, replaceNode, setField } from './field-edits.ts'

/** A fix that says that a finding is none here. */
export interface Suppression extends Fix {
  /** One that `isNew` makes its file. */
  readonly edits: readonly (Edit & { readonly isNew?: boolean })[]
}

/**
 * How a finding is silenced: by a comment on the line above, by a comment at the top of the file, in the project file.
 * `overrides` are the editor's own severities, which win over the project file.
 */
export function suppressions(
  snapshot: Snapshot,
  { path, span, code }: Diagnostic,
  overrides: SeverityOverrides,
): readonly Suppression[] {
  const file = snapshot.files.get(path)
  if (file === undefined) return []
  const isProject = projectFileNames.some(name => name === path)
  const isYaml = !isProject && /\.ya?ml$|(?:^|\/)Kustomization$/.test(path) && !/^\s*[{[]/.test(file.text)
  return [
    ...(isYaml ? [...ignoreHere(file, span[0], code), ignoreInFile(file, code)] : []),
    ...(overrides.has(code) ? [] : turnOff(snapshot, code)),
  ]
}

/**
 * Not within a text of several lines, nor at a comment, which may be a marker that has to stand alone. An ignore comment
 * that is above already names one code more: only the line above counts.
 */
function ignoreHere(file: SourceFile, offset: number, code: string): readonly Suppression[] {
  const { path, text, facts } = file
  const start = lineStart(text, offset)
  const line = /^[^\r\n]*/.exec(text.slice(start))?.[0] ?? ''
  if (/^\s*(?:#|---|$)/.test(line)) return []
  if (facts.documents.some(({ root, errors }) => errors.length > 0 || isWithinText(root, start))) return []
  const aboveAt = start === 0 ? 0 : lineStart(text, start - 1)
  const above = text.slice(aboveAt, start)
  if (/^\s*#.*\$imagepolicy/.test(above)) return []
  const [ignored = ''] = /^[ \t]*#[ \t]*fluxmark-ignore:[^\r\n#]*/.exec(above) ?? []
  const listed = ignored.split(/\s--(?:\s|$)/, 1)[0]?.trimEnd() ?? ''
  const indent = /^\s*/.exec(line)?.[0] ?? ''
  const [at, newText] =
    listed === ''
      ? [start, `${indent}# fluxmark-ignore: ${code}${newline(text)}`]
      : [aboveAt + listed.length, `, ${code}`]
  return [{ title: `Ignore ${code} here`, edits: [{ path, span: [at, at], oldText: '', newText }] }]
}

/** Whether a scalar begins before an offset and ends behind it. */
function isWithinText(node: Node | undefined, offset: number): boolean {
  if (node === undefined || node.span[0] >= offset || node.span[1] <= offset) return false
  if (node.kind === 'sequence') return node.items.some(item => isWithinText(item, offset))
  if (node.kind === 'mapping')
    return node.entries.some(({ key, value }) => isWithinText(key, offset) || isWithinText(value, offset))
  return node.kind === 'scalar'
}

function ignoreInFile({ path, text }: SourceFile, code: string): Suppression {
  const eol = newline(text)
  // A comment that is a marker for what follows has to stay alone.
  const gap = text.startsWith('#') ? eol : ''
  const newText = `# fluxmark-ignore-file: ${code}${eol}${gap}`
  const at = text.startsWith('\ufeff') ? 1 : 0
  return { title: `Ignore ${code} in this file`, edits: [{ path, span: [at, at], oldText: '', newText }] }
}

/** Off in the project file, which is made where there is none. */
function turnOff(snapshot: Snapshot, code: string): readonly Suppression[] {
  const known = projectFileNames.flatMap(name => snapshot.files.get(name) ?? [])[0]
  if (known === undefined && isApplied(snapshot)) return []
  if (known === undefined || known.text.trim() === '') {
    const path = known?.path ?? projectFileNames[0] ?? ''
    const edit = {
      path,
      oldText: known?.text ?? '',
      newText: `diagnostics:\n  ${code}: off\n`,
      isNew: !known,
    }
    const edits = [{ ...edit, span: [0, known?.text.length ?? 0] as const }]
    return [{ title: `Turn ${code} off in ${path}`, edits }]
  }
  const root = known.facts.documents[0]?.root
  const edit =
    root?.kind === 'mapping' && known.facts.documents[0]?.errors.length === 0
      ? setField(known, root, ['diagnostics', code], 'off')
      : undefined
  return edit ? [{ title: `Turn ${code} off in ${known.path}`, edits: [edit] }] : []
}

/** Whether a Kustomization applies every file at the root, where no kustomization says which: a project file would break it. */
function isApplied({ effective, files }: Snapshot): boolean {
  const isListed = kustomizationNames.some(name => files.has(name))
  return !isListed && effective.fluxRoots.some(({ kustomization }) => kustomization.folder === '')
}

/** At a code that the project file turns off: what turns it on again, as severe as it is by itself. */
export function turnOn(
  snapshot: Snapshot,
  path: string,
  offset: number,
  severityOf: (code: string) => string | undefined,
): readonly Fix[] {
  const file = snapshot.files.get(path)
  const rules = field(file?.facts.documents[0]?.root, 'diagnostics')
  if (file === undefined || !projectFileNames.some(name => name === path) || rules?.kind !== 'mapping')
    return []
  return rules.entries.flatMap(({ key, value }) => {
    if (key.kind !== 'scalar' || value?.kind !== 'scalar' || value.text !== 'off') return []
    const severity = severityOf(key.text)
    if (severity === undefined || offset < key.span[0] || offset > value.span[1]) return []
    return [{ title: `Turn ${key.text} on`, edits: [replaceNode(file, value, severity)] }]
  })
}

function newline(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n'
}
