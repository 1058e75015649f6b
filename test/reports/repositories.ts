import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { reportFormats } from '../../server/src/cli/reports/formats.ts'
import { runCli } from '../../server/src/cli/run.ts'
import type { World } from '../../server/src/cli/world.ts'
import { createFiles } from '../../server/src/io/files/files.ts'
import { readNamed } from '../../server/src/io/files/named-file.ts'
import { createSelect } from '../../server/src/io/threads/selection-thread.ts'
import type { Files } from '../../server/src/ports.ts'
import { Session } from '../../server/src/session.ts'

/** A repository whose reports are read. */
export interface Repository {
  /** For the names of its reports. */
  readonly name: string
  /** Absolute. */
  readonly folder: string
  /** The file of `--tags`, absolute. */
  readonly tags?: string
}

/** The demo, the tutorial, a real repository and all the cases that `FLUXMARK_TEST_DATA` holds. */
export function repositories(root: string, data: string | undefined): readonly Repository[] {
  const examples = ['demo', 'tutorial'].map(name => ({ name, folder: join(root, 'examples', name) }))
  if (!data) return examples
  const cases = foldersIn(join(data, 'cases')).flatMap(group =>
    foldersIn(join(data, 'cases', group)).map(name => caseIn(join(data, 'cases', group, name), name)),
  )
  return [...examples, { name: 'radix', folder: join(data, 'corpora/radix-flux') }, ...cases]
}

/** A case is a repository, or holds it as `in`, beside the tags that count for it. */
function caseIn(folder: string, name: string): Repository {
  const tags = join(folder, 'tags.json')
  return {
    name: `case-${name}`,
    folder: existsSync(join(folder, 'in')) ? join(folder, 'in') : folder,
    ...(existsSync(tags) ? { tags } : {}),
  }
}

function foldersIn(folder: string): readonly string[] {
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []
  return entries.flatMap(entry => (entry.isDirectory() ? [entry.name] : [])).sort()
}

/** The formats of `check` for other programs. */
export const formats: readonly string[] = reportFormats
  .map(({ name }) => name)
  .filter(name => name !== 'text')

/**
 * What `check --format …` prints of a repository, by format, and the session that it was read from: the command line's
 * own code in this process, which reads the repository once for all formats.
 *
 * @param isReversed the disk names its files in another order
 */
export async function reportsOf(
  { folder, tags }: Repository,
  isReversed: boolean = false,
): Promise<{ readonly session: Session; readonly reports: ReadonlyMap<string, string> }> {
  const files = createFiles({ root: folder })
  const session = new Session(
    { files: isReversed ? reversed(files) : files, clock: { now: Date.now }, select: createSelect() },
    { fluxVersion: 'auto' },
  )
  const reports = new Map<string, string>()
  for (const format of formats) {
    let out = ''
    let err = ''
    const world = worldOf(
      folder,
      session,
      text => (out += text),
      text => (err += text),
    )
    const from = tags ? ['--tags', tags] : ['--offline']
    const code = await runCli(['check', '.', '--format', format, ...from], world)
    // 3: of the tags of a case a policy selects none.
    if (![0, 1, tags ? 3 : 0].includes(code))
      throw new Error(`${folder} ${format} ended with ${code}: ${err}`)
    reports.set(format, out)
  }
  return { session, reports }
}

function reversed(files: Files): Files {
  return {
    list: async (...args) => (await files.list(...args)).toReversed(),
    read: path => files.read(path),
    isAbsent: path => files.isAbsent(path),
    edit: (...args) => files.edit(...args),
  }
}

function worldOf(cwd: string, session: Session, out: World['out'], err: World['err']): World {
  const never = (): never => {
    throw new Error('a check asks nobody')
  }
  return {
    cwd,
    openRepository: async () => ({ root: cwd, isGit: false, session }),
    atCommit: never,
    openRegistry: never,
    clusterReader: never,
    forges: {},
    exists: async path => existsSync(path),
    asOnDisk: path => path,
    readText: readNamed,
    writeText: never,
    serveMcp: never,
    now: Date.now,
    out,
    err,
    isTerminal: false,
    hasColour: false,
    progress: { report: () => undefined, done: () => undefined },
  }
}
