import { shown, visible } from './foreign.ts'

/** Markdown of ours: made by `md` and the functions here alone, so that nothing foreign is markup in it. */
export interface Markdown {
  readonly markdown: MarkdownText
}

export type MarkdownText = string & { readonly [made]: true }

declare const made: unique symbol

/** Literal text is markup; what stands in `${}` is foreign and shown as it is, unless it is Markdown itself. */
export function md(
  literals: TemplateStringsArray,
  ...values: readonly (string | number | Markdown)[]
): Markdown {
  return asMarkdown(
    literals.reduce((text, literal, at) => `${text}${textOf(values[at - 1] ?? '')}${literal}`),
  )
}

/** Parts with a separator of ours between them. Empty parts are left out. */
export function joined(parts: readonly (string | Markdown)[], separator: string): Markdown {
  return asMarkdown(
    parts
      .map(textOf)
      .filter(text => text !== '')
      .join(separator),
  )
}

/** Text of ours that is Markdown already, such as the descriptions of the schemas. */
export function ours(text: string): Markdown {
  return asMarkdown(text)
}

/** Foreign text as code, in one line. */
export function code(text: string): Markdown {
  const content = visible(text)
  const fence = fenceAround(content, 1)
  // Two fences with nothing between them would begin a span that ends anywhere.
  const pad = content === '' || content.startsWith('`') || content.endsWith('`') ? ' ' : ''
  return asMarkdown(`${fence}${pad}${content}${content === '' ? '' : pad}${fence}`)
}

/** Foreign text as a block of code, at most 2,000 characters. */
export function codeBlock(text: string): Markdown {
  const content = shown(text).trimEnd().slice(0, 2000)
  const fence = fenceAround(content, 3)
  return asMarkdown(`${fence}text\n${content}\n${fence}`)
}

/** A link, or the words alone where the address is none of the web (`webAddress`). */
export function link(words: string | Markdown, address: string): Markdown {
  const url = webAddress(address)
  return asMarkdown(url === undefined ? textOf(words) : `[${textOf(words)}](${url})`)
}

/**
 * A link that runs a command of ours, where the client does that (`fluxmark/commandLinks`): VS Code's `command:` address,
 * with one argument. Whatever stands in the argument is percent-encoded.
 */
export function commandLink(words: string, command: string, argument: object): Markdown {
  return asMarkdown(`[${textOf(words)}](command:${command}?${encoded(JSON.stringify([argument]))})`)
}

/** A link to a line (from 1) of a file of the workspace, by its URI. */
export function placeLink(words: string | Markdown, uri: string, line: number): Markdown {
  return asMarkdown(`[${textOf(words)}](${uri.replace(notOfLink, encoded)}#L${line})`)
}

/** What could end a link, and what begins an entity: `&lt;` would be read as `<` in an address, too. */
const notOfLink = /[^A-Za-z0-9\-._~:/?#@!$&*+,;=%]|&(?=#?\w+;)/gu

/** Nothing is left that ends a link or begins anything else. */
function encoded(text: string): string {
  return encodeURIComponent(text.replace(/(?![\u{10000}-\u{10ffff}])[\ud800-\udfff]/gu, '\ufffd')).replace(
    /['()*!~]/g,
    one => `%${one.charCodeAt(0).toString(16)}`,
  )
}

/** A part of a row of a table: a bar ends a cell, in code too. */
export function cell(content: string | Markdown): Markdown {
  return asMarkdown(
    textOf(content).replace(/(\\*)\|/g, (bar, slashes: string) =>
      slashes.length % 2 ? bar : `${slashes}\\|`,
    ),
  )
}

/**
 * An address for a link: `http` or `https`, a host, no user; all that could end the link is percent-encoded. Undefined
 * for anything else.
 * @internal Its test asks it too.
 */
export function webAddress(address: string): string | undefined {
  if (!/^https?:\/\/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.?(?::\d{1,5})?(?:[/?#]|$)/i.test(address))
    return undefined
  return address.replace(notOfLink, codePoint =>
    /[\ud800-\udfff]/.test(codePoint) && codePoint.length === 1
      ? '%EF%BF%BD'
      : `${encodeURIComponent(codePoint)}`.replace(/['()]/g, one => `%${one.charCodeAt(0).toString(16)}`),
  )
}

/** An underscore inside a word is none: error codes stay as they are. */
const markup = /[\\`*{}[\]()#+\-.!|<>~&:@]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu

function textOf(value: string | number | Markdown): string {
  if (typeof value === 'object') return value.markdown
  return typeof value === 'number' ? String(value) : visible(value).replace(markup, '\\$&')
}

function asMarkdown(text: string): Markdown {
  return { markdown: text as MarkdownText }
}

/** Longer than any run of backticks in the text. */
function fenceAround(text: string, least: number): string {
  return '`'.repeat(Math.max(least, ...(text.match(/`+/g) ?? []).map(run => run.length + 1)))
}
