import type { Bytes } from './utf8.ts'

/** Go's package `path`, which on Linux is `path/filepath` as well. */
export function base(path: Bytes): Bytes {
  if (path === '') return '.'
  const stripped = path.replace(/(?<!\/)\/+$/, '')
  const last = stripped.slice(stripped.lastIndexOf('/') + 1)
  return last === '' ? '/' : last
}

export function dir(path: Bytes): Bytes {
  return clean(path.slice(0, path.lastIndexOf('/') + 1))
}

/** What follows the last dot of the last element, with the dot. */
export function ext(path: Bytes): Bytes {
  const dot = path.lastIndexOf('.')
  return dot > path.lastIndexOf('/') ? path.slice(dot) : ''
}

export function isAbs(path: Bytes): boolean {
  return path.startsWith('/')
}

/** Without double slashes, `.` and, as far as may be, `..`. */
export function clean(path: Bytes): Bytes {
  const rooted = isAbs(path)
  const kept: Bytes[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') kept.push(part)
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop()
    else if (!rooted) kept.push(part)
  }
  return (rooted ? '/' : '') + kept.join('/') || '.'
}
