/**
 * The JSON object that a text begins with, undefined where there is none. What follows it does not count: Flux's
 * reader of schemas (kube-openapi) complains of it only once it has taken the object.
 */
export function leadingObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text.slice(0, objectEnd(text)))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

/** Where the braces that the text begins with are closed. */
function objectEnd(text: string): number {
  let depth = 0
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === '{') depth++
    if (token === '}' && --depth === 0) return index + 1
  }
  return text.length
}
