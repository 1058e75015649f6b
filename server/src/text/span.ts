/** Half-open range of UTF-16 offsets into one file's text. */
export type Span = readonly [start: number, end: number]

/** The text a span covers. */
export function slice(text: string, span: Span): string {
  return text.slice(span[0], span[1])
}

/** Whether `offset` lies in the span; its end counts, since a cursor sits between characters. */
export function contains(span: Span, offset: number): boolean {
  return span[0] <= offset && offset <= span[1]
}
