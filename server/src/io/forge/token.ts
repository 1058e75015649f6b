/** What a forge is asked with. It never leaves io/: not in messages, logs or answers. */
export interface ForgeToken {
  /** Where it came from, in words that may be shown: `GITHUB_TOKEN`, `the editor’s GitHub session`. */
  readonly source: string
  readonly token: string
}

/** Where a token is wanted for: the only host that it is sent to. */
export interface TokenPlace {
  readonly forge: 'github' | 'gitlab' | 'gitea'
  /** As `URL.host` writes it. */
  readonly host: string
}

/** One place where tokens are kept. */
export interface TokenSource {
  /**
   * The token for a host, or undefined where it holds none. `hint` says why a token that is there cannot be used
   * (`CI_JOB_TOKEN` cannot open merge requests). Rejects with `E_CANCELLED` alone.
   */
  find(
    place: TokenPlace,
    signal: AbortSignal,
  ): Promise<{ readonly found?: ForgeToken; readonly hint?: string }>
}
