import type { CancellationToken } from 'vscode-languageserver'

/** Runs a request's function; a bug of ours is logged with its stack and answered with `null`, so that the editor goes on. */
export function guard<P, R>(
  log: (message: string) => void,
  name: string,
  answer: (params: P, token?: CancellationToken) => Promise<R> | R,
): (params: P, token?: CancellationToken) => Promise<R | null> {
  return async (params, token) => {
    try {
      return await answer(params, token)
    } catch (error) {
      log(`${name}: ${textOf(error)}`)
      return null
    }
  }
}

/** The same for a notification, which has no answer. */
export function guardNotice<P>(
  log: (message: string) => void,
  name: string,
  take: (params: P) => Promise<void> | void,
): (params: P) => Promise<void> {
  const guarded = guard(log, name, take)
  return async params => {
    await guarded(params)
  }
}

/** Does something that nobody waits for; what goes wrong is logged. Never rejects. */
export async function logged(
  log: (message: string) => void,
  name: string,
  work: () => Promise<void> | void,
): Promise<void> {
  await guard(log, name, work)(undefined)
}

/** What was thrown, for the log: with its stack, where it has one. */
export function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : JSON.stringify(error)
}

/** A request's cancellation as a signal. Never aborted where there is no token. */
export function signalOf(token?: CancellationToken): AbortSignal {
  const ending = new AbortController()
  if (token?.isCancellationRequested) ending.abort()
  else token?.onCancellationRequested(() => ending.abort())
  return ending.signal
}
