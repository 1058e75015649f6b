import { l10n, QuickPickItemKind, workspace } from 'vscode'
import type { MarkerTag, Refused, TagsAnswer, TagWritten } from '../../../server/src/lsp/protocol.ts'
import type { AskServer } from '../registries/pick-repository.ts'
import { pickLive } from '../sinks/live-pick.ts'
import { say } from '../sinks/messages.ts'
import type { Row } from '../sinks/picks.ts'
import { maxRows, shownTags, type TagRow } from './tag-rows.ts'

/** Where a tag is to be written. */
export interface TagTarget {
  readonly uri: string
  readonly line: number
}

/** A row that rests in focus for so long, in ms, is looked at closer. */
const rest = 250

/** *Pick a Tag…*: shows the tags of a marker's image, newest first, and writes the one that is chosen. */
export async function pickTag(ask: AskServer, target: TagTarget): Promise<TagWritten | undefined> {
  const place = `${workspace.asRelativePath(target.uri.replace(/^.*\//, ''))}:${target.line}`
  const tag = await chooseTag(ask, target, l10n.t('Pick a tag for {0}', place))
  if (tag === undefined) return undefined
  const argument = { ...target, tag, silent: true }
  const written = (await ask('fluxmark.pickTag', argument)) as TagWritten | Refused | null
  if (written === null) return undefined
  if ('failure' in written) {
    say('error', l10n.t('Nothing was written: {0} ({1})', written.failure.message, written.failure.code))
    return undefined
  }
  return written
}

/** Shows the tags of a marker's image, newest first; the one that is chosen, or undefined. */
export async function chooseTag(
  ask: AskServer,
  target: TagTarget,
  title: string,
): Promise<string | undefined> {
  let answer: TagsAnswer | null | undefined
  const looked = new Map<string, MarkerTag>()
  let timer: NodeJS.Timeout | undefined

  const look = async (tag: string, changed: () => void) => {
    if (looked.has(tag)) return
    const found = (await ask('fluxmark.tags', { ...target, tag })) as TagsAnswer | null
    const [one] = found?.tags ?? []
    if (one === undefined) return
    looked.set(tag, one)
    changed()
  }

  const picked = await pickLive<Row | TagRow>(
    {
      title,
      placeholder: l10n.t('Newest first, by the policy’s own order. Type to narrow it down'),
      rows: typed => {
        if (answer === undefined) return null
        if (answer === null) return [{ label: l10n.t('No marker is on this line.') }]
        const { tags, problem } = answer
        if (problem) return [{ label: `${problem.message} (${problem.code})`, icon: 'error' }]
        return shownTags(
          tags.map(tag => looked.get(tag.tag) ?? tag),
          typed,
          Date.now(),
          l10n.t,
        )
      },
      isLong: () => (answer?.tags.length ?? 0) > maxRows,
      first: row => 'tag' in row && row.tag.present,
      onFocus: (row, changed) => {
        clearTimeout(timer)
        if ('tag' in row && row.kind !== QuickPickItemKind.Separator)
          timer = setTimeout(() => void look(row.tag.tag, changed), rest)
      },
    },
    changed => {
      void ask('fluxmark.tags', target).then(found => {
        answer = found as TagsAnswer | null
        changed()
      })
    },
  )
  clearTimeout(timer)
  return picked !== undefined && 'tag' in picked ? picked.tag.tag : undefined
}
