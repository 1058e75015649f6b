/**
 * Which codes a file silences where: `# fluxmark-ignore: code[, code]` on the line or the line above,
 * `# fluxmark-ignore-file: code` before the first line that is no comment. Answers for an offset of the text.
 */
export function ignoredCodes(text: string): (code: string, offset: number) => boolean {
  if (!text.includes('fluxmark-ignore')) return () => false
  const lines = text.split('\n')
  const top = lines.findIndex(line => !/^\s*(#.*|---.*)?\r?$/.test(line))
  const ofFile = codes(
    lines.slice(0, top === -1 ? lines.length : top).join('\n'),
    /fluxmark-ignore-file:([^\n#]*)/g,
  )
  const ofLine = lines.map(line => codes(line, /#\s*fluxmark-ignore:([^\n#]*)/g))
  const starts = lineStarts(lines)
  return (code, offset) => {
    const line = lineOf(starts, offset)
    const above = lines[line - 1]?.trimStart().startsWith('#') ? ofLine[line - 1] : undefined
    return ofFile.has(code) || ofLine[line]?.has(code) === true || above?.has(code) === true
  }
}

function codes(text: string, pattern: RegExp): ReadonlySet<string> {
  return new Set(
    [...text.matchAll(pattern)].flatMap(([, list]) => list?.split(',').map(code => code.trim()) ?? []),
  )
}

function lineStarts(lines: readonly string[]): readonly number[] {
  const starts: number[] = []
  let at = 0
  for (const line of lines) {
    starts.push(at)
    at += line.length + 1
  }
  return starts
}

/** The last line that begins at an offset or before it. */
function lineOf(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
