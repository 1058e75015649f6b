/** Messages that may carry a login: the user's, the proxy's, or the header made of it. */
const secretive =
  /'(fluxmark\/(secret|http)|workspace\/(configuration|didChangeConfiguration))(?: - \([^)]*\))?'/

/**
 * What the trace of `fluxmark.trace.server` may write of a message between editor and server: its headline alone where
 * it may hold a secret, and of the JSON form nothing, since an answer does not say there what it answers.
 */
export function withoutSecrets(traced: string): string {
  if (traced.startsWith('{')) return 'a message in JSON form is not logged: it may hold a login'
  const [headline = ''] = traced.split('\n')
  return secretive.test(headline) && traced !== headline
    ? `${headline}\nnot logged: it may hold a login`
    : traced
}
