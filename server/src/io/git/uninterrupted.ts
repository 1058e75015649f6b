const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs a short synchronous step to its end even where the process is told to stop meanwhile, so that no lock stays
 * behind; the signal is sent again afterwards, unless the program handles it itself.
 */
export function uninterrupted<T>(step: () => T): T {
  const postpone = (signal: NodeJS.Signals) => {
    stop()
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
  }
  const stop = () => {
    for (const signal of signals) process.off(signal, postpone)
  }
  for (const signal of signals) process.on(signal, postpone)
  try {
    return step()
  } finally {
    // A signal that arrived during the step is handled in the next turn of the event loop, before this runs.
    setImmediate(() => setImmediate(stop))
  }
}
