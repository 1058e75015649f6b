import type { EditedFile } from './edit-files.ts'
import { failure } from './failure.ts'
import { newObject } from './git-object.ts'
import type { HookedCommit } from './run-git-commit.ts'

/** What a commit really holds after hooks had their say, and what that says about them. */
export interface CommittedFiles {
  readonly files: readonly EditedFile[]
  readonly notes: string[]
}

/** Compares a commit with what was planned. */
export async function committedFiles(
  { git, store, prepared }: HookedCommit,
  oid: string,
): Promise<CommittedFiles> {
  const notes: string[] = []
  const files: EditedFile[] = []
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--full-index', prepared.target.parent, oid]
  const raw = (await git.ask(args)).toString('latin1')
  for (const [, before = '', after = '', path = ''] of raw.matchAll(/:\d+ \d+ (\w+) (\w+) \w\0([^\0]*)\0/g)) {
    const planned = prepared.files.find(file => file.path === path)
    if (planned?.after.oid === after) files.push(planned)
    else {
      notes.push(`A hook changed ${name(path)} in the commit.`)
      const object = await store.read(after).catch(() => undefined)
      if (object)
        files.push({ path, before, after: newObject('blob', object.data, store.format), edit: cannotRepeat })
    }
  }
  const gone = prepared.files.filter(({ path }) => !raw.includes(`\0${path}\0`))
  return {
    files,
    notes: [...notes, ...gone.map(({ path }) => `A hook took ${name(path)} out of the commit.`)],
  }
}

async function cannotRepeat(): Promise<never> {
  throw failure('E_STAGED_CONFLICT', 'a hook changed the file, and so did what is staged')
}

function name(path: string): string {
  return Buffer.from(path, 'latin1').toString()
}
