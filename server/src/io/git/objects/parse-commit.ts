/** What we read of a commit object. */
export interface Commit {
  readonly tree: string
  readonly parents: readonly string[]
  /** The committer's time, in seconds since 1970. */
  readonly seconds: number
  /** The author's address. */
  readonly author: string
  readonly message: string
  /** The message's first line. */
  readonly title: string
}

/** Reads a commit object's content. What is missing in it reads as empty. */
export function parseCommit(data: Buffer): Commit {
  const text = data.toString('utf8')
  const end = text.indexOf('\n\n')
  const header = end < 0 ? text : text.slice(0, end)
  const message = end < 0 ? '' : text.slice(end + 2)
  return {
    tree: /^tree ([0-9a-f]+)$/m.exec(header)?.[1] ?? '',
    parents: [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map(match => match[1] ?? ''),
    seconds: Number(/^committer .*> (\d+)/m.exec(header)?.[1] ?? 0),
    author: /^author [^\n]*<([^>\n]*)>/m.exec(header)?.[1] ?? '',
    message,
    title: message.trimStart().split('\n', 1)[0] ?? '',
  }
}
