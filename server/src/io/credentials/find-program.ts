import { constants } from 'node:fs'
import { access, realpath, stat } from 'node:fs/promises'
import { delimiter, isAbsolute, join, relative } from 'node:path'
import type { Environment } from '../network/proxy.ts'

/**
 * The absolute path of a program on PATH, or undefined. Relative and empty entries of PATH are skipped, and so is
 * whatever stands inside one of the `outside` folders (the workspace), links resolved: a repository never brings
 * its own helpers. Looking the path up here also keeps Windows from trying the current folder first.
 */
export async function findProgram(
  name: string,
  env: Environment,
  outside: readonly string[],
): Promise<string | undefined> {
  const isWindows = process.platform === 'win32'
  const endings = isWindows ? ['.exe', '.com'] : ['']
  const shut = await Promise.all(outside.map(folder => realpath(folder).catch(() => folder)))
  const path = env.PATH ?? env.Path ?? ''
  for (const folder of path.split(delimiter).filter(isAbsolute)) {
    for (const ending of endings) {
      const file = join(folder, `${name}${ending}`)
      if (!(await isExecutable(file))) continue
      const real = await realpath(file)
      if (![file, real].some(place => shut.some(root => isInside(place, root)))) return file
    }
  }
  return undefined
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK)
    return (await stat(file)).isFile()
  } catch {
    return false
  }
}

function isInside(file: string, folder: string): boolean {
  const path = relative(folder, file)
  return path !== '' && !path.startsWith('..') && !isAbsolute(path)
}
