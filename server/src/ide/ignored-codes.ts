import { lineIndex } from '../text/line-index.ts'

/**
 * Which codes a file silences where: `# fluxmark-ignore: code[, code]` on the line or the line above,
 * `# fluxmark-ignore-file: code` before the first line that is no comment. What follows ` -- ` is the reason, for
 * people. Answers for an offset of the text.
 */
export function ignoredCodes(text: string): (code: string, offset: number) => boolean {
  if (!text.includes('fluxmark-ignore')) return () => false
  const lines = text.split(/\r\n|\r|\n/)
  const top = lines.findIndex(line => !/^\s*(#.*|---.*)?$/.test(line))
  const ofFile = codes(
    lines.slice(0, top === -1 ? lines.length : top).join('\n'),
    /fluxmark-ignore-file:([^\n#]*)/g,
  )
  const ofLine = lines.map(line => codes(line, /#\s*fluxmark-ignore:([^\n#]*)/g))
  const index = lineIndex(text)
  return (code, offset) => {
    const { line } = index.positionAt(offset)
    const above = lines[line - 1]?.trimStart().startsWith('#') ? ofLine[line - 1] : undefined
    return ofFile.has(code) || ofLine[line]?.has(code) === true || above?.has(code) === true
  }
}

function codes(text: string, pattern: RegExp): ReadonlySet<string> {
  return new Set(
    [...text.matchAll(pattern)].flatMap(
      ([, list]) =>
        list
          ?.split(/\s--(?:\s|$)/, 1)[0]
          ?.split(',')
          .map(code => code.trim()) ?? [],
    ),
  )
}
