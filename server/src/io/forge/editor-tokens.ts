import { failure } from '../../flux/failure.ts'
import type { TokenSource } from './token.ts'

/** The request `fluxmark/secret` for a forge: the token of its session or of the secret storage. */
export interface EditorTokenRequest {
  readonly forge: string
  readonly host: string
}

/**
 * The editor's GitHub session and its secret storage as a source of tokens, for a client that announced
 * `fluxmark/secret`. It answers `{source, token}` or null. A person may have to log in first, so that it has
 * `patience` ms.
 */
export function editorTokens(
  ask: (request: EditorTokenRequest, signal: AbortSignal) => Promise<unknown>,
  patience = 300_000,
): TokenSource {
  return {
    async find({ forge, host }, signal) {
      const late = AbortSignal.timeout(patience)
      const tooLate = new Promise<never>((_, reject) => {
        late.addEventListener('abort', () => reject(late.reason), { once: true })
      })
      const given = ask({ forge, host }, AbortSignal.any([signal, late]))
      try {
        const answer: object = Object(await Promise.race([given, tooLate]))
        const source: unknown = Reflect.get(answer, 'source')
        const token: unknown = Reflect.get(answer, 'token')
        if (typeof source !== 'string' || typeof token !== 'string' || token === '') return {}
        return { found: { source, token } }
      } catch (error) {
        if (signal.aborted) throw failure('E_CANCELLED', 'Cancelled.', error)
        return { hint: 'the editor gave no token' }
      }
    },
  }
}
