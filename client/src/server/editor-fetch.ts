import type { EditorHttpRequest, EditorHttpResponse } from '../../../server/src/lsp/protocol.ts'

/**
 * Sends a request with the editor's own fetch. It decides nothing: where requests may go is the server's to judge, so
 * that no redirect is followed here and no cookie sent.
 */
export async function editorFetch(
  request: EditorHttpRequest,
  cancelled: AbortSignal,
): Promise<EditorHttpResponse> {
  const { url, method, headers, body, timeout, maxBytes } = request
  try {
    if (!/^https?:$/.test(new URL(url).protocol)) throw new TypeError('not an address of HTTP')
    const response = await fetch(url, {
      method,
      headers: { ...headers, 'accept-encoding': 'identity' },
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
      credentials: 'omit',
      signal: AbortSignal.any([cancelled, AbortSignal.timeout(timeout)]),
    })
    const bytes = await read(response.body, maxBytes)
    return { status: response.status, headers: [...response.headers], bodyBase64: bytes.toString('base64') }
  } catch (error) {
    return { error: { code: codeOf(error), message: error instanceof Error ? error.message : '' } }
  }
}

/** Stops as soon as there is more than `maxBytes`: the server refuses it then, whatever would follow. */
async function read(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    chunks.push(chunk)
    size += chunk.length
    if (size > maxBytes) break
  }
  return Buffer.concat(chunks)
}

/** As Node names it: undici wraps what the socket said. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if (error.name === 'TimeoutError') return 'ETIMEDOUT'
  const code: unknown = Reflect.get(error, 'code')
  if (error.cause instanceof Error) return codeOf(error.cause)
  return typeof code === 'string' ? code : error.name
}
