import { relative, sep } from 'node:path'
import { failure, failureOf, isFailure } from '../flux/failure.ts'
import { imageTokens } from '../flux/images/image-sites.ts'
import { type EnvironmentFolders, environments } from '../flux/project/environments.ts'
import type { Snapshot } from '../flux/workspace/snapshot.ts'
import type { Failure, Files } from '../ports.ts'
import type { Session } from '../session.ts'
import type { OpenFolder } from './repository-changes.ts'

/** The sessions of environments on other branches than the one that is checked out, by branch, and why one is not here. */
export interface EnvironmentBranches {
  readonly sessions: ReadonlyMap<string, Session>
  readonly failures: readonly Failure[]
}

/**
 * Reads what environments that follow another branch have there, from Git's objects; the working tree is not touched.
 * `wanted` are the environments to read, all of the workspace where it is absent. Nothing is read where none names a branch.
 */
export async function environmentBranches(
  folder: OpenFolder,
  wanted: readonly EnvironmentFolders[] = environments(folder.session.snapshot),
): Promise<EnvironmentBranches> {
  const named = new Set(wanted.flatMap(({ branch }) => branch ?? []))
  const sessions = new Map<string, Session>()
  const failures: Failure[] = []
  if (named.size === 0) return { sessions, failures }
  const current = await checkedOut(folder).catch(error => {
    failures.push(failureOf(error))
    return undefined
  })
  if (failures.length > 0) return { sessions, failures }
  for (const branch of named) {
    if (branch === current) continue
    try {
      sessions.set(branch, await sessionAt(folder, branch))
    } catch (error) {
      failures.push(failureOf(error))
    }
  }
  return { sessions, failures }
}

/** What an environment's files are: those of its branch, else those that are open. */
export function snapshotOf(
  { sessions }: EnvironmentBranches,
  { branch }: EnvironmentFolders,
  here: Snapshot,
): Snapshot {
  return (branch === undefined ? undefined : sessions.get(branch)?.snapshot) ?? here
}

async function checkedOut({ root, session }: OpenFolder): Promise<string | undefined> {
  try {
    return (await session.git.committed(await topOf(root, session), { files: [] })).branch
  } catch (error) {
    // Nothing is checked out by a name: every branch is another one.
    if (isFailure(error, 'E_DETACHED')) return undefined
    throw error
  }
}

async function sessionAt({ root, session }: OpenFolder, branch: string): Promise<Session> {
  const top = await topOf(root, session)
  const oid = await session.git
    .resolve(top, `refs/heads/${branch}`)
    .catch(() => session.git.resolve(top, `refs/remotes/origin/${branch}`))
    .catch(error => {
      if (!isFailure(error, 'E_REF')) throw error
      throw failure(
        'E_REF',
        `There is no branch ${branch} here, which fluxmark.yaml names: git fetch origin ${branch}`,
      )
    })
  const prefix = relative(top, root).split(sep).join('/')
  return session.git.at(top, oid, async files => {
    const other = session.with(below(files, prefix))
    await other.load()
    await other.complete()
    await other.readWith(imageTokens)
    const { scans, digests, details } = session.snapshot
    other.answer({ scans, digests, details })
    return other
  })
}

async function topOf(root: string, session: Session): Promise<string> {
  return (await session.git.root(root)) ?? root
}

/** The files of a folder of a commit. */
function below(files: Files, prefix: string): Files {
  if (prefix === '') return files
  const whole = (path: string) => (path === '' ? prefix : `${prefix}/${path}`)
  return {
    async list(tokens, folder = '') {
      const found = await files.list(tokens, whole(folder))
      return found.map(one => ({ ...one, path: one.path.slice(prefix.length + 1) }))
    },
    read: path => files.read(whole(path)),
    isAbsent: path => files.isAbsent(whole(path)),
    edit: (path, edit, isNew) => files.edit(whole(path), edit, isNew),
  }
}
