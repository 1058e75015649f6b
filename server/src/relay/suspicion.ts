/** Which document a core was probably at when it stopped answering. */
export interface Suspicion {
  /** The editor has said something about a document. */
  touched(uri: string): void
  /** The core has shown that it is not stuck. */
  answered(): void
  /**
   * The one document that is suspected: of those that were touched since the core last answered, or shortly before,
   * or that a request waits for, the largest; undefined where there is none.
   */
  culprit(waiting: readonly string[], sizeOf: (uri: string) => number): string | undefined
}

/** @param now ms since any moment */
export function createSuspicion(now: () => number): Suspicion {
  const touched = new Map<string, number>()

  return {
    touched: uri => void touched.set(uri, now()),
    answered() {
      // An edit is read a moment later, and its diagnostics later still.
      for (const [uri, at] of touched) if (now() - at > moment) touched.delete(uri)
    },
    culprit(waiting, sizeOf) {
      const suspects = [...new Set([...touched.keys(), ...waiting])].filter(uri => sizeOf(uri) > 0)
      touched.clear()
      return suspects.sort((a, b) => sizeOf(b) - sizeOf(a))[0]
    },
  }
}

/** Ms. */
const moment = 5000
