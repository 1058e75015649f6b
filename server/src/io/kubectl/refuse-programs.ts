import { realpath } from 'node:fs/promises'
import { delimiter, dirname, isAbsolute, relative, resolve } from 'node:path'
import { kubeconfigView, loginBesides } from '../../flux/cluster/kubeconfig.ts'
import { failure } from '../../flux/failure.ts'
import { visible } from '../../text/foreign.ts'
import { findProgram } from '../credentials/find-program.ts'
import type { Environment } from '../network/proxy.ts'
import type { KubeconfigText } from './read-target.ts'

export interface ProgramRule {
  readonly files: readonly KubeconfigText[]
  readonly context: string | undefined
  readonly env: Environment
  /** The workspace's folders. */
  readonly outside: readonly string[]
}

/**
 * Holds the rule that nothing of the workspace decides what runs, before anything does: rejects with
 * `E_KUBECONFIG_PROGRAM` where a kubeconfig in the workspace names a program or a file with a token, and where any
 * kubeconfig names a program in the workspace.
 */
export async function refusePrograms({ files, context, env, outside }: ProgramRule): Promise<void> {
  const shut = await realPaths(outside)
  for (const { path, text } of files) {
    const what = (await firstInside([path], shut)) === undefined ? undefined : loginBesides(text)
    if (what !== undefined)
      throw failure(
        'E_KUBECONFIG_PROGRAM',
        `${visible(path)} is a kubeconfig inside the workspace, and it has ${what}: what a repository brings decides neither what runs nor what is sent. Use a kubeconfig outside of it.`,
      )
  }
  const { programs } = kubeconfigView(
    files.map(({ text }) => text),
    context,
  )
  const paths = files.map(({ path }) => path)
  for (const program of programs) {
    const inside = await insideOf(program, paths, { env, outside }, shut)
    if (inside !== undefined)
      throw failure(
        'E_KUBECONFIG_PROGRAM',
        `The kubeconfig names the program ${visible(program)} for its login, and that is ${visible(inside)}, inside the workspace: programs are taken from PATH alone, never from a repository. Install it outside of the workspace.`,
      )
  }
}

/** Where a program is, if that is in the workspace. */
async function insideOf(
  program: string,
  kubeconfigs: readonly string[],
  { env, outside }: Pick<ProgramRule, 'env' | 'outside'>,
  shut: readonly string[],
): Promise<string | undefined> {
  // A relative one counts from the folder of its kubeconfig.
  if (/[/\\]/.test(program))
    return firstInside(
      kubeconfigs.map(file => resolve(dirname(file), program)),
      shut,
    )
  const found = await findProgram(program, env, outside)
  return found === undefined ? findProgram(program, env, []) : undefined
}

/** PATH without what is relative and what lies in the workspace: kubectl looks its plugins up there. */
export async function pathOutside(env: Environment, outside: readonly string[]): Promise<string> {
  const shut = await realPaths(outside)
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter(isAbsolute)
  const kept = await Promise.all(
    folders.map(async folder => ((await firstInside([folder], shut)) === undefined ? [folder] : [])),
  )
  return kept.flat().join(delimiter)
}

function realPaths(paths: readonly string[]): Promise<readonly string[]> {
  return Promise.all(paths.map(path => realpath(path).catch(() => path)))
}

/** The first of these that lies in one of the folders, links resolved. */
async function firstInside(
  paths: readonly string[],
  folders: readonly string[],
): Promise<string | undefined> {
  for (const path of paths) {
    const places = [path, await realpath(path).catch(() => path)]
    if (places.some(place => folders.some(folder => isWithin(folder, place)))) return path
  }
  return undefined
}

function isWithin(folder: string, path: string): boolean {
  const away = relative(folder, path)
  return away === '' || (!away.startsWith('..') && !isAbsolute(away))
}
