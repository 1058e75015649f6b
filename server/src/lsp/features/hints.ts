import {
  CodeLensRefreshRequest,
  type Connection,
  type InitializeParams,
  InlayHintRefreshRequest,
  type CodeLens as LspCodeLens,
  type InlayHint as LspInlayHint,
  type Range,
} from 'vscode-languageserver'
import { codeLenses } from '../../ide/hints/code-lenses.ts'
import { inlayHints } from '../../ide/hints/inlay-hints.ts'
import { forMessage } from '../../text/foreign.ts'
import { toRange } from '../convert.ts'
import type { Workspaces } from '../workspaces.ts'

/** `textDocument/inlayHint`; none where the user does not want them. */
export function toInlayHints(workspaces: Workspaces, uri: string, range: Range): LspInlayHint[] {
  const at = workspaces.settings.inlayHints ? workspaces.at(uri) : undefined
  if (at === undefined) return []
  const span = [at.lines.offsetAt(range.start), at.lines.offsetAt(range.end)] as const
  return inlayHints(at.snapshot, at.path, span).map(({ offset, label, tooltip }) => ({
    position: at.lines.positionAt(offset),
    label: forMessage(label),
    tooltip: forMessage(tooltip),
    paddingLeft: true,
  }))
}

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
