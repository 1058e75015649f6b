import { type Link, type LinkName, reachability } from '../../flux/automation/reachability.ts'
import type { Setter } from '../../flux/markers/setter.ts'
import { inWords } from '../../flux/workspace/file-problem.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { inline } from '../texts/words.ts'

/**
 * Whether Flux gets to a marker, as Markdown: one line where it does, else a line a link of the chain (file read →
 * policy → namespace → policySelector → update path → suspended → push branch) up to the one that breaks.
 */
export function reachMarkdown(snapshot: Snapshot, path: string, setter: Setter): string {
  const problem = snapshot.files.get(path)?.facts.problem
  if (problem) return `${sign(false)} Flux skips this whole file: ${inline(inWords(problem))}`
  const { links } = reachability(snapshot)(path, setter)
  const last = links.at(-1)
  if (last === undefined) return ''
  if (last.ok) return `${sign(true)} Flux updates this value: ${inline(last.detail)}`
  // An unknown first link is all there is to say.
  if (links.length === 1) return toLine(last)
  const verdict =
    last.ok === false ? 'Flux does not update this value' : 'Whether Flux updates this value is unknown'
  return `${verdict}:\n\n${links.map(link => `- ${toLine(link)}`).join('\n')}`
}

function toLine({ name, ok, detail }: Link): string {
  return `${sign(ok)} **${words[name]}**: ${inline(detail)}`
}

function sign(ok: boolean | undefined): string {
  return ok === undefined ? '?' : ok ? '✓' : '✗'
}

const words: Readonly<Record<LinkName, string>> = {
  policy: 'policy',
  namespace: 'namespace',
  selector: 'policySelector',
  path: 'update path',
  suspended: 'suspended',
  branch: 'push branch',
}
