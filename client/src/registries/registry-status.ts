/** How the registries are, as the server says in `experimental/serverStatus`. */
export interface RegistryStatus {
  readonly health: 'ok' | 'warning'
  readonly message?: string
  /** `image` is a canonical name, which begins with the registry's host. */
  readonly failures: readonly { readonly image: string; readonly code: string; readonly message: string }[]
}

interface Remedy {
  readonly title: string
  readonly command: string
  readonly arguments: readonly string[]
}

/** What the user can do about the first failure from here. */
export function remedyFor({ failures: [first] }: RegistryStatus): Remedy {
  switch (first?.code) {
    case 'E_LOGIN_NEEDED':
    case 'E_CREDENTIALS':
      return { title: 'Log In…', command: 'fluxmark.login', arguments: [first.image.split('/')[0] ?? ''] }
    case 'E_HOST_NOT_APPROVED':
      return { title: 'Ask Me Again', command: 'fluxmark.forgetHosts', arguments: [] }
    default:
      return { title: 'Show Output', command: 'fluxmark.showOutput', arguments: [] }
  }
}
