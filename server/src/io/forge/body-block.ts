/**
 * The description of a request with our part replaced: what a person wrote around it stays. Where there is no part of
 * ours it is added below. Forges take at least 65,536 characters; a longer part is cut at a line.
 */
export function withBlock(body: string, text: string): string {
  const block = `${BEGIN}\n${cut(text)}\n${END}`
  const [start, end] = [body.indexOf(BEGIN), body.indexOf(END)]
  if (start === -1 || end < start) return body.trim() === '' ? block : `${body.trimEnd()}\n\n${block}`
  return `${body.slice(0, start)}${block}${body.slice(end + END.length)}`
}

/** Whether a request was opened by us: it begins with our part. */
export function isOurs(body: string): boolean {
  return body.trimStart().startsWith(BEGIN)
}

const BEGIN = '<!-- fluxmark -->'
const END = '<!-- /fluxmark -->'

const LONGEST = 60_000

function cut(text: string): string {
  const safe = text.replaceAll(BEGIN, '').replaceAll(END, '')
  if (safe.length <= LONGEST) return safe
  const whole = safe.slice(0, safe.lastIndexOf('\n', LONGEST))
  return `${whole}\n\n… and more that does not fit in here.`
}
