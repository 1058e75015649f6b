import { join } from 'node:path'
import { casesOf } from './suite.ts'

export interface BrokenText {
  readonly id: string
  readonly text: string
}

/** The texts of the YAML suite, each left open, cut, and with a sign put in that breaks it; the same at every run. */
export function* brokenTexts(folder: string): Iterable<BrokenText> {
  let state = 3
  const below = (limit: number): number => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return Math.floor(state / 2 ** 16) % limit
  }
  for (const { id, text } of casesOf<BrokenText>(join(folder, '../yaml'))) {
    if (text.length > longest) continue
    for (const broken of [`${text}\n[`, `# c\n--- ${text}`, `a: [\n${text}`]) yield { id, text: broken }
    for (let count = 0; count < 8; count++) {
      const at = below(text.length + 1)
      const sign = signs[below(signs.length)]
      yield { id, text: text.slice(0, at) }
      yield { id, text: text.slice(0, at) + sign + text.slice(at) }
    }
  }
}

/** In UTF-16 units: longer ones only take time. */
const longest = 6000

const signs = [
  ...['[', '{', '"', "'", ': ', '\t', '- ', '&', '*', '? ', '|', '---'],
  ...['!!omap ', '!!pairs ', '!!set ', '!<'],
]
