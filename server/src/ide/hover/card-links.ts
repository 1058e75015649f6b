import { formatPolicyRef, type PolicyRef } from '../../flux/markers/setter.ts'
import type { Placed } from '../../flux/resources/resource-index.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { code, commandLink, joined, type Markdown, placeLink } from '../../text/markdown.ts'
import { linesIn } from '../lines-in.ts'

/** Words that run a command. */
interface Offered {
  readonly words: string
  readonly command: string
  readonly argument: object
}

/** How a hover may lead elsewhere: for a client that follows links to commands and files. */
export interface HoverLinks {
  readonly toUri: (path: string) => string
}

/** What one can do about a marker or a policy, as links in one line; only those that lead to the web without `links`. */
export function actionLinks(
  links: HoverLinks | undefined,
  offered: readonly Offered[],
  compare: Markdown | undefined,
): Markdown {
  const own = links
    ? offered.map(({ words, command, argument }) => commandLink(words, command, argument))
    : []
  return joined([...own, ...(compare ? [compare] : [])], ' · ')
}

/** The name of an object, and where it stands. */
export function objectLink(
  snapshot: Snapshot,
  links: HoverLinks | undefined,
  { path, namespace = '', resource }: Placed,
): Markdown {
  const words = namespace === '' ? resource.name : formatPolicyRef({ namespace, name: resource.name })
  const name = code(words)
  // What no API server takes as a name is somebody's words, and these are never a link.
  if (links === undefined || !/^[a-z0-9.:-]+$/.test(words)) return name
  return placeLink(name, links.toUri(path), linesIn(snapshot, path).positionAt(resource.span[0]).line + 1)
}

/** What is offered about a policy itself. */
export function policyActions(
  ref: PolicyRef,
  isHeld: boolean,
): Readonly<Record<'hold' | 'explain' | 'playground', Offered>> {
  const argument = { policy: formatPolicyRef(ref) }
  return {
    hold: isHeld
      ? { words: 'Release', command: 'fluxmark.release', argument }
      : { words: 'Hold', command: 'fluxmark.hold', argument },
    explain: { words: 'Explain', command: 'fluxmark.explain', argument },
    playground: { words: 'Playground', command: 'fluxmark.playground', argument },
  }
}
