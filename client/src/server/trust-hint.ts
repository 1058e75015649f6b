import { type InlayHint, InlayHintLabelPart, l10n } from 'vscode'
import type { NeedsTrust } from '../../../server/src/lsp/protocol.ts'

/** Makes a hint of the server's about trust lead to where the editor asks for it. */
export function withTrustLink(hint: InlayHint): InlayHint {
  const data: Partial<NeedsTrust> = Object(Reflect.get(hint, 'data'))
  if (data.needs !== 'trust' || typeof hint.label !== 'string') return hint
  const part = new InlayHintLabelPart(hint.label)
  part.command = { title: l10n.t('Manage Workspace Trust'), command: 'workbench.trust.manage' }
  hint.label = [part]
  return hint
}
