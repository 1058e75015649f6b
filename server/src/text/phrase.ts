import { visible } from './foreign.ts'
import { code, joined, type Markdown } from './markdown.ts'

/** Words of ours with foreign names in them, for Markdown as well as for plain text. */
export type Phrase = readonly (string | { readonly name: string })[]

/** Literal text is words of ours; what stands in `${}` is a foreign name, unless it is a phrase itself. */
export function phrase(literals: TemplateStringsArray, ...values: readonly (string | Phrase)[]): Phrase {
  return literals.flatMap((literal, at): Phrase => {
    const value = values[at]
    const parts = value === undefined ? [] : typeof value === 'string' ? [{ name: value }] : value
    return [literal, ...parts]
  })
}

/** Phrases with a comma between them. */
export function listed(phrases: readonly Phrase[]): Phrase {
  return phrases.flatMap((one, at) => (at === 0 ? one : [', ', ...one]))
}

/** The names as code. */
export function phraseMarkdown(parts: Phrase): Markdown {
  return joined(
    parts.map(part => (typeof part === 'string' ? part : code(part.name))),
    '',
  )
}

/** The names as they are. */
export function phraseText(parts: Phrase): string {
  return parts.map(part => (typeof part === 'string' ? part : visible(part.name))).join('')
}
