import type { ForgeToken, ForgeTokenRequest } from '../../../server/src/lsp/protocol.ts'

/** The editor's sessions, as far as tokens go: `vscode.authentication`. Rejects where the user declines, or nobody provides it. */
export type GetSession = (
  provider: 'github' | 'github-enterprise',
  scopes: readonly string[],
  options: { readonly silent: true } | { readonly createIfNone: true },
) => Thenable<{ readonly accessToken: string } | undefined>

/** Where the client has a token from. */
export interface TokenStores {
  readonly getSession: GetSession
  /** What the user gave Fluxmark for a host, in the secret storage. */
  readonly stored: (host: string) => Thenable<string | undefined>
  /** The setting `github-enterprise.uri`. */
  readonly enterprise: string | undefined
}

/**
 * The token for pull requests at a host: of the session that is there, then the one that the user gave, then of a
 * session that the editor asks the user to begin. A session is for its own host alone.
 */
export async function forgeToken(
  { forge, host }: ForgeTokenRequest,
  { getSession, stored, enterprise }: TokenStores,
): Promise<ForgeToken | null> {
  const provider = forge === 'github' ? providerOf(host, enterprise) : undefined
  const session = async (options: Parameters<GetSession>[2]) => {
    try {
      const found = provider && (await getSession(provider, ['repo'], options))
      return found && { source: 'the editor’s GitHub session', token: found.accessToken }
    } catch {
      // Declined, or no extension provides it: there may be another token.
      return undefined
    }
  }
  const there = await session({ silent: true })
  if (there) return there
  const given = await stored(host)
  if (given !== undefined) return { source: 'the editor’s secret storage', token: given }
  return (await session({ createIfNone: true })) ?? null
}

function providerOf(
  host: string,
  enterprise: string | undefined,
): 'github' | 'github-enterprise' | undefined {
  if (host === 'github.com') return 'github'
  const own = enterprise && URL.canParse(enterprise) ? new URL(enterprise).host : undefined
  return own === host ? 'github-enterprise' : undefined
}
