import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import {
  type Explanation,
  explainLine,
  explainPolicy,
  explanationJson,
  explanationText,
} from '../../ide/explain.ts'
import type { ExplainAnswer, MarkerTarget } from '../protocol.ts'
import type { Paths } from '../uris.ts'
import type { Workspaces } from '../workspaces.ts'

/** `fluxmark.explain`: the chain of a line or of a policy; null where there is nothing to explain. */
export function explained(workspaces: Workspaces, { uri, line, policy }: MarkerTarget): ExplainAnswer | null {
  const at = uri === undefined ? undefined : workspaces.at(uri)
  const [, namespace, name] = /^([^:]+):([^:]+)$/.exec(policy ?? '') ?? []
  if (at && line !== undefined)
    return toAnswer(at.snapshot, explainLine(at.snapshot, at.path, line - 1), at.workspace.paths)
  const workspace =
    workspaces.all().find(({ session }) => session.snapshot.index.policies.has(policy ?? '')) ??
    workspaces.all()[0]
  if (workspace === undefined || namespace === undefined || name === undefined) return null
  const { snapshot } = workspace.session
  return toAnswer(snapshot, explainPolicy(snapshot, { namespace, name }), workspace.paths)
}

/** The contract's JSON, as the command line prints it, with the URI of each place; and the same as Markdown for people. */
function toAnswer(snapshot: Snapshot, explanation: Explanation, { toUri }: Paths): ExplainAnswer {
  const { links, ...rest } = explanationJson(snapshot, explanation)
  return {
    ...rest,
    links: links.map(link => ({ ...link, ...(link.file === undefined ? {} : { uri: toUri(link.file) }) })),
    ...explanationText(explanation),
  }
}
