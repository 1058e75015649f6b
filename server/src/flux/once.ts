/** A value that is made when it is first asked for, and then kept. For what most files of a workspace are never asked. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
