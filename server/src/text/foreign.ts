/**
 * Text from outside, and the one escape that each sink has for it.
 *
 * Every `string` counts as foreign: names, paths, tags, patterns, labels, and whatever a registry, a hook or a remote
 * says. Sinks without markup of ours (messages, labels, the log) escape the whole text, however it was put together.
 * Sinks with markup of ours take a type that only their escape makes: `Markdown` (`text/markdown.ts`), `Printed`
 * (`cli/printed.ts`).
 */

/**
 * Code points that change what a reader sees without being seen: C0 and C1 controls (ESC and CSI among them), line and
 * paragraph separators, bidirectional and zero-width characters, tags and other ignorable or unassigned ones, halves of
 * surrogate pairs. Tab, line feed and the selector that makes an emoji colourful are not among them.
 */
const hidden = /(?![\t\n])(?!(?<=\p{Emoji})\ufe0f)[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** The text with what is hidden in it written as JSON writes it: `\u202e`. Line feeds and tabs stay. */
export function shown(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(hidden, codePoint =>
    // One escape a UTF-16 unit, as JSON has it.
    [...Array(codePoint.length).keys()]
      .map(at => `\\u${codePoint.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}

/** The same in one line. */
export function inLine(text: string): string {
  return shown(text.replace(/[\s\u0085]+/gu, ' '))
}

/** The same in one line of at most 300 characters: for a value inside a sentence. */
export function visible(text: string): string {
  const characters = [...inLine(text.slice(0, 2000))]
  return characters.length > 300 ? `${characters.slice(0, 299).join('')}…` : characters.join('')
}

/**
 * For what an editor shows as a message, a status, a title or a label. VS Code reads `[text](link)` in some of them,
 * commands included, and `$(icon)` in others (`parseLinkedText`, `renderLabelWithIcons`); other editors read Markdown.
 * A space breaks both and hides nothing.
 */
export function forMessage(text: string): string {
  return shown(text)
    .replace(/\](?=[([:])/g, '] ')
    .replace(/\$(?=\()/g, '$ ')
}

/**
 * For a terminal or the log of a CI run. GitHub Actions, Azure Pipelines and TeamCity take a line that begins with `::`,
 * and `##[`, `##vso[` or `##teamcity[` anywhere in it, for a command; a space breaks them.
 */
export function forTerminal(text: string): string {
  return shown(text)
    .replace(/^([^\S\n]*):(?=:)/gm, '$1: ')
    .replace(/##(?=\w*\[)/g, '# #')
}
