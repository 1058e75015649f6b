import { previewText } from './preview-text.ts'

export type Input = Readonly<Record<string, unknown>>

/** The calls of a tool that writes: each is shown to the person before it runs. */
export interface AgreedCalls {
  /**
   * What a call would change, for the person. Undefined where it would change nothing, or nobody can say: then its run
   * writes nothing.
   */
  preview(input: Input): Promise<string | undefined>
  /** Runs a call, which writes what its last preview has shown. */
  run(input: Input): Promise<Input>
}

/** `call` asks the server: without `token` for a preview, with it to write. */
export function createAgreedCalls(call: (input: Input) => Promise<Input>): AgreedCalls {
  const tokens = new Map<string, string>()
  return {
    async preview(input) {
      const key = JSON.stringify(input)
      // The person may have refused what was shown before: that is not agreed to by what comes now.
      tokens.delete(key)
      const { preview, token } = await call(input)
      const change = previewText(preview, input.push === true)
      if (typeof token !== 'string' || change === '') return undefined
      tokens.set(key, token)
      return change
    },
    async run(input) {
      const key = JSON.stringify(input)
      const token = tokens.get(key)
      tokens.delete(key)
      return call(token === undefined ? input : { ...input, token })
    },
  }
}
