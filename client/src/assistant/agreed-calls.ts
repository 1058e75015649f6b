import { previewText } from './preview-text.ts'

export type Input = Readonly<Record<string, unknown>>

/** The calls of a tool that writes: each is shown to the person before it runs. `Token` is what says that one is cancelled. */
export interface AgreedCalls<Token> {
  /**
   * What a call would change, for the person. Undefined where it would change nothing, or nobody can say: then its run
   * writes nothing.
   */
  preview(input: Input, token: Token): Promise<string | undefined>
  /** Runs a call, which writes what its last preview has shown. */
  run(input: Input, token: Token): Promise<Input>
}

/** `call` asks the server: without `token` in the input for a preview, with it to write. */
export function createAgreedCalls<Token>(
  call: (input: Input, token: Token) => Promise<Input>,
): AgreedCalls<Token> {
  const tokens = new Map<string, string>()
  return {
    async preview(input, cancel) {
      const key = JSON.stringify(input)
      // The person may have refused what was shown before: that is not agreed to by what comes now.
      tokens.delete(key)
      const { preview, token } = await call(input, cancel)
      const change = previewText(preview, input.push === true)
      if (typeof token !== 'string' || change === '') return undefined
      tokens.set(key, token)
      return change
    },
    async run(input, cancel) {
      const key = JSON.stringify(input)
      const token = tokens.get(key)
      tokens.delete(key)
      return call(token === undefined ? input : { ...input, token }, cancel)
    },
  }
}
