import { l10n } from 'vscode'
import type { ClientCommand } from '../../../server/src/lsp/command-table.ts'
import type { RegistryStatus } from '../../../server/src/lsp/protocol.ts'

interface Remedy {
  readonly title: string
  readonly command: ClientCommand
  readonly arguments: readonly string[]
}

/** What the user can do about the first failure from here. */
export function remedyFor({ failures: [first] }: RegistryStatus): Remedy {
  switch (first?.code) {
    case 'E_LOGIN_NEEDED':
    case 'E_CREDENTIALS':
      return {
        title: l10n.t('Log In…'),
        command: 'fluxmark.login',
        arguments: [first.image.split('/')[0] ?? ''],
      }
    case 'E_HOST_NOT_APPROVED':
      return { title: l10n.t('Ask Me Again'), command: 'fluxmark.forgetHosts', arguments: [] }
    default:
      return { title: l10n.t('Show Output'), command: 'fluxmark.showOutput', arguments: [] }
  }
}
