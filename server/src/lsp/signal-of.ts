import type { CancellationToken } from 'vscode-languageserver'

/** A request's cancellation as a signal. Never aborted where there is no token. */
export function signalOf(token?: CancellationToken): AbortSignal {
  const ending = new AbortController()
  if (token?.isCancellationRequested) ending.abort()
  else token?.onCancellationRequested(() => ending.abort())
  return ending.signal
}
