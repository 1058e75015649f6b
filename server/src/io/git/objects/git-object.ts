import { createHash } from 'node:crypto'

/** How a repository names its objects. */
export type ObjectFormat = 'sha1' | 'sha256'

/** An object's content, without Git's header. */
export interface GitObject {
  readonly type: 'blob' | 'tree' | 'commit' | 'tag'
  readonly data: Buffer
}

/** An object that a commit brings, with its name. */
export interface NewObject extends GitObject {
  readonly oid: string
}

/** Names an object: the hash of `TYPE SIZE\0` and its content. */
export function newObject(type: GitObject['type'], data: Buffer, format: ObjectFormat): NewObject {
  const oid = createHash(format).update(objectHeader({ type, data })).update(data).digest('hex')
  return { type, data, oid }
}

/** What stands before the content, in the hash and in a loose object's file. */
export function objectHeader({ type, data }: GitObject): Buffer {
  return Buffer.from(`${type} ${data.length}\0`, 'latin1')
}
