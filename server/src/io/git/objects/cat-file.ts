import { failure } from '../../../flux/failure.ts'
import { kill, type SystemGit } from '../system/run-git.ts'
import type { GitObject } from './git-object.ts'

/** Reads objects through one `git cat-file --batch`, in the order in which they are asked for. */
export interface CatFile {
  /** Rejects with `E_OBJECT_MISSING`. */
  read(oid: string): Promise<GitObject>
  close(): void
}

/** Starts reading objects; `close` ends the program. */
export function catFile(git: SystemGit): CatFile {
  const child = git.start(['cat-file', '--batch'])
  const waiting: {
    readonly oid: string
    readonly resolve: (object: GitObject) => void
    readonly reject: (error: Error) => void
  }[] = []
  let pending = Buffer.alloc(0)
  let chunks: Buffer[] = []
  let needed = 1
  child.stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    if (chunks.reduce((size, { length }) => size + length, pending.length) < needed) return
    pending = Buffer.concat([pending, ...chunks])
    chunks = []
    for (let answer = readAnswer(pending); ; answer = readAnswer(pending)) {
      needed = answer.needed
      if (answer.size === 0) return
      pending = pending.subarray(answer.size)
      const question = waiting.shift()
      if (answer.object) question?.resolve(answer.object)
      else question?.reject(missing(question.oid))
    }
  })
  const fail = () => {
    for (const { oid, reject } of waiting.splice(0)) reject(missing(oid))
  }
  child.on('error', fail)
  child.on('close', fail)
  child.stdin.on('error', () => undefined)
  child.stderr.resume()
  return {
    read: oid =>
      new Promise((resolve, reject) => {
        waiting.push({ oid, resolve, reject })
        if (child.exitCode === null && child.stdin.writable) child.stdin.write(`${oid}\n`)
        else fail()
      }),
    close: () => kill(child),
  }
}

interface Answer {
  /** Bytes of the answer; 0 while it is not whole. */
  readonly size: number
  /** Bytes there must be before it is worth looking again. */
  readonly needed: number
  readonly object?: GitObject
}

/** `OID TYPE SIZE\nCONTENT\n`, or `OID missing\n`. */
function readAnswer(bytes: Buffer): Answer {
  const line = bytes.indexOf(0x0a)
  if (line < 0) return { size: 0, needed: bytes.length + 1 }
  const [, type, length] = bytes.toString('latin1', 0, line).split(' ')
  if (length === undefined) return { size: line + 1, needed: 1 }
  const end = line + 1 + Number(length)
  if (bytes.length < end + 1) return { size: 0, needed: end + 1 }
  const data = Buffer.from(bytes.subarray(line + 1, end))
  return { size: end + 1, needed: 1, object: { type: type as GitObject['type'], data } }
}

function missing(oid: string): Error {
  return failure(
    'E_OBJECT_MISSING',
    `Git has no object ${oid} here: a partial clone that cannot fetch it, or damage. Run git fsck.`,
  )
}
