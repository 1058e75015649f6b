/** One HTTP exchange: no redirect is followed, nothing is retried, no header is added but those of HTTP itself. */
export interface HttpRequest {
  readonly url: URL
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH'
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** A longer body fails with E_TOO_LARGE. */
  readonly maxBytes: number
  /** Milliseconds for the whole exchange, connecting and body included. */
  readonly timeout: number
  /**
   * Which addresses DNS may give for the host: `own` for a host that the user has approved, `public` for a host
   * that only a server has named. Link-local and metadata addresses are refused for both.
   */
  readonly reach: 'own' | 'public'
  readonly signal: AbortSignal
}

export interface HttpResponse {
  readonly status: number
  /** Every value of a header, in order; the name in lower case. */
  header(name: string): readonly string[]
  readonly body: Uint8Array
}

/**
 * What carries requests: undici, or the editor's own fetch (for PAC and Kerberos). It decides nothing: origins,
 * logins, bounds and consent are judged above it. Rejects with a `Failure`.
 */
export interface Transport {
  send(request: HttpRequest): Promise<HttpResponse>
  close(): Promise<void>
}
