import { markerChain } from '../../flux/chain/chain.ts'
import type { Link } from '../../flux/chain/link.ts'
import type { Marker } from '../../flux/markers/marker.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { joined, type Markdown, md } from '../../text/markdown.ts'

/** Whether Flux writes a marked value, as Markdown. */
export interface Reach {
  /** Where it pushes to, or the link that does not hold, with what to do. */
  readonly verdict: Markdown
  /** The links that are not known, a line each. */
  readonly unknown: Markdown
}

export function reachMarkdown(snapshot: Snapshot, path: string, marker: Marker): Reach {
  const { links } = markerChain(snapshot, path, marker)
  const broken = links.find(({ ok }) => ok === false)
  if (broken) return { verdict: md`**Flux does not update this value**: ${toText(broken)}`, unknown: md`` }
  // What is merely elsewhere is no news.
  const isQuiet = isSettled(links)
  const unknown = links.filter(({ ok, code }) => ok === null && !(isQuiet && code === undefined))
  const list = unknown.map(link => md`- ? **${link.name}**: ${toText(link)}`)
  const last = links.at(-1)
  const verdict =
    last && isQuiet
      ? md`Flux updates this value: ${last.detail}`
      : md`**Whether Flux updates this value is unknown**`
  return { verdict, unknown: joined(list, '\n') }
}

/** The verdict in one character. */
export function chainSign(snapshot: Snapshot, path: string, marker: Marker): string {
  const { links } = markerChain(snapshot, path, marker)
  if (links.some(({ ok }) => ok === false)) return '✗'
  return isSettled(links) ? '✓' : '?'
}

/** Whether all holds but what other places than these files hold. */
function isSettled(links: readonly Link[]): boolean {
  const quiet: readonly Link['name'][] = ['applied', 'source', 'tags']
  return links.every(({ name, ok, code }) => ok === true || (quiet.includes(name) && code === undefined))
}

function toText({ detail, remedy }: Link): Markdown {
  return md`${detail}${remedy === undefined ? '' : `. ${remedy}`}`
}
