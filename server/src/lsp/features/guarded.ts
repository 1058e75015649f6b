/** `guard` with the log of a connection. */
export type Guarded = <P, R>(
  name: string,
  answer: (params: P) => Promise<R> | R,
) => (params: P) => Promise<R | null>
