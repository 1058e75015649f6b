import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { type Failure, failure } from '../../flux/failure.ts'
import { diskFailure } from './disk-failure.ts'

/**
 * Makes a file below a root (`path` with `/`), with the folders around it. Gives its text. Throws `E_CHANGED` where
 * something is there, `E_OUTSIDE` where the path leads out of the root, `edit`'s failure, or what the system says.
 */
export function makeFile(root: string, path: string, edit: (text: string) => string | Failure): string {
  const text = edit('')
  if (typeof text !== 'string') throw failure(text.code, text.message)
  const file = join(root, path)
  try {
    if (!isInside(root, resolve(file))) throw outside(root, path)
    mkdirSync(dirname(file), { recursive: true })
    // A folder on the way may be a link.
    if (!isInside(realpathSync(root), join(realpathSync(dirname(file)), 'x'))) throw outside(root, path)
    writeFileSync(file, text, { flag: 'wx' })
    return text
  } catch (error) {
    if (Reflect.get(Object(error), 'code') === 'EEXIST')
      throw failure('E_CHANGED', `${path} is there already, and was left as it is. Run it again.`, error)
    throw diskFailure(error, { code: 'E_WRITE', what: path }) ?? error
  }
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path)
  return way !== '..' && !way.startsWith(`..${sep}`)
}

function outside(root: string, path: string) {
  return failure('E_OUTSIDE', `${path} leads out of ${root}; nothing was written there.`)
}
