import {
  CodeLensRefreshRequest,
  type Connection,
  type Hover,
  type InitializeParams,
  InlayHintRefreshRequest,
  type CodeLens as LspCodeLens,
  type InlayHint as LspInlayHint,
  MarkupContent,
  type Position,
  type Range,
} from 'vscode-languageserver'
import { codeLenses } from '../../ide/hints/code-lenses.ts'
import { type InlayHint, inlayHints } from '../../ide/hints/inlay-hints.ts'
import { type WaitingHint, waitingHints } from '../../ide/hints/waiting-hints.ts'
import { forMessage } from '../../text/foreign.ts'
import { toRange } from '../convert.ts'
import type { NeedsTrust } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'

/** `textDocument/inlayHint`; none where the user does not want them. */
export function toInlayHints(workspaces: Workspaces, uri: string, range: Range): LspInlayHint[] {
  const at = workspaces.settings.inlayHints ? workspaces.at(uri) : undefined
  if (at === undefined) return []
  const { workspace, snapshot, path, lines } = at
  const span = [lines.offsetAt(range.start), lines.offsetAt(range.end)] as const
  const hint = ({ offset, label, tooltip, edit, about }: InlayHint): LspInlayHint => ({
    position: lines.positionAt(offset),
    label: forMessage(label),
    tooltip: forMessage(tooltip),
    paddingLeft: true,
    // A double click takes it.
    ...(edit ? { textEdits: [{ range: toRange(lines, edit.span), newText: edit.newText }] } : {}),
    ...(about === undefined ? {} : { data: { uri, position: lines.positionAt(about) } satisfies HintAbout }),
  })
  const isTrusted = workspace.session.registry !== undefined
  const waiting = waitingHints(snapshot, path, span, { waiting: workspaces.waiting(workspace), isTrusted })
  return [
    ...inlayHints(snapshot, path, span, workspaces.now()).map(hint),
    ...waiting.map(one => withRemedy(hint(one), one)),
  ]
}

/** The `data` of a hint of which a hover tells more. */
interface HintAbout {
  readonly uri: string
  readonly position: Position
}

/** `inlayHint/resolve`: the hint with the card of its marker. */
export function resolveHint(
  hint: LspInlayHint,
  cardAt: (uri: string, position: Position) => Hover | null,
): LspInlayHint {
  const { uri, position } = (hint.data ?? {}) as Partial<HintAbout>
  const card = uri === undefined || position === undefined ? null : cardAt(uri, position)
  return card && MarkupContent.is(card.contents) ? { ...hint, tooltip: card.contents } : hint
}

/** A hint that leads to what it waits for: the consent, or, where the client knows how, the workspace's trust. */
function withRemedy(hint: LspInlayHint, { host }: WaitingHint): LspInlayHint {
  if (host === undefined) return { ...hint, data: hintNeedsTrust }
  const title = forMessage(`Allow ${host}`)
  const command = { title, command: 'fluxmark.allowHost', arguments: [{ host }] }
  return { ...hint, label: [{ value: String(hint.label), command }] }
}

/** The `data` of a hint that a client of ours gives a command to. */
const hintNeedsTrust: NeedsTrust = { needs: 'trust' }

/** `textDocument/codeLens`; none where the user does not want them. */
export function toCodeLenses(workspaces: Workspaces, uri: string): LspCodeLens[] {
  const at = workspaces.settings.codeLens ? workspaces.at(uri) : undefined
  if (at === undefined) return []
  return codeLenses(at.snapshot, at.path).map(({ span: [start], title, command }) => ({
    range: toRange(at.lines, [start, start]),
    command: {
      title: forMessage(title),
      command: command?.name ?? '',
      ...(command ? { arguments: [command.argument] } : {}),
    },
  }))
}

/**
 * Has the client ask again for what it shows inside texts, where something other than the text itself changed. The
 * function that comes back is called whenever diagnostics are published.
 */
export function hintRefresh(connection: Connection, { workspace }: InitializeParams['capabilities']) {
  let answers: readonly unknown[] = []
  let files: readonly unknown[] = []
  const refresh = (type: typeof InlayHintRefreshRequest.type | typeof CodeLensRefreshRequest.type) =>
    void connection.sendRequest(type).catch(() => {})
  return (workspaces: Workspaces): void => {
    const snapshots = workspaces.all().map(({ session }) => session.snapshot)
    const answersNow = [
      workspaces.settings,
      ...workspaces.all().map(folder => workspaces.waiting(folder)),
      ...snapshots.flatMap(({ scans, digests, selections, index }) => [scans, digests, selections, index]),
    ]
    const filesNow = snapshots.map(snapshot => snapshot.files)
    const isNew = !isSame(answers, answersNow)
    // A lens counts markers in other files.
    const isCountNew = isNew || !isSame(files, filesNow)
    answers = answersNow
    files = filesNow
    if (isNew && workspace?.inlayHint?.refreshSupport) refresh(InlayHintRefreshRequest.type)
    if (isCountNew && workspace?.codeLens?.refreshSupport) refresh(CodeLensRefreshRequest.type)
  }
}

function isSame(before: readonly unknown[], now: readonly unknown[]): boolean {
  return before.length === now.length && before.every((value, at) => value === now[at])
}
