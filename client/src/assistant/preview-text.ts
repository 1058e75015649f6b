/** At most so many lines of a preview are shown before a tool writes. */
const most = 40

/**
 * What a tool of ours would change, for the person who is asked: a line a value, an edit, a commit or a request; a diff as
 * it is. Empty where nothing would be changed. `preview` is the server's answer; with `isPushed` the call pushes what it
 * commits.
 */
export function previewText(preview: unknown, isPushed: boolean = false): string {
  const { diff } = fields(preview)
  const lines = typeof diff === 'string' ? diff.split('\n') : linesOf(fields(preview), isPushed)
  const rest = lines.length - most
  return (rest > 0 ? [...lines.slice(0, most), `… and ${rest} more lines`] : lines).join('\n').trim()
}

function linesOf(preview: Readonly<Record<string, unknown>>, isPushed: boolean): readonly string[] {
  return [
    ...list(preview.changes).map(one => `${place(one)}  ${words(one.old)} → ${words(one.new)}`),
    ...list(preview.edits).map(one => `${place(one)}  ${words(one.old)} → ${words(one.new)}`),
    ...list(preview.held).map(({ target, by, at }) => `${text(target)}: held by ${text(by)} at ${text(at)}`),
    ...list(preview.released).map(({ target }) => `${text(target)}: released`),
    ...list(preview.plans).map(
      ({ branch, message }) =>
        `${isPushed ? 'commit and push' : 'commit'} on ${branch === null ? 'the current branch' : text(branch)}: ${words(message)}`,
    ),
    ...list(preview.drafts).map(({ branch, base, remote, title, error }) =>
      error === undefined
        ? `push ${text(branch)} and open a request into ${text(base)} at ${text(remote)}: ${words(title)}`
        : `no request: ${text(fields(error).message)}`,
    ),
    ...list(preview.pullRequests).map(
      ({ action, branch, base, title }) =>
        `${text(action)}: ${text(branch)} into ${text(base)}: ${words(title)}`,
    ),
  ]
}

function place({ file, line }: Readonly<Record<string, unknown>>): string {
  return line === undefined ? text(file) : `${text(file)}:${text(line)}`
}

/** A value in one line. */
function words(value: unknown): string {
  const one = text(value).trim().replace(/\s+/g, ' ')
  return one === '' ? '(nothing)' : one.length > 200 ? `${one.slice(0, 199)}…` : one
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '-'
}

function list(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map(fields) : []
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}
