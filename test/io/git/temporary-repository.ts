import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { createGit, type GitEngine } from '../../../server/src/io/git/create-git.ts'
import type { Environment } from '../../../server/src/io/git/read-config.ts'
import type { Git } from '../../../server/src/ports.ts'

/** A repository made by the real Git in a temporary folder, with a home of its own. */
export interface TemporaryRepository {
  readonly root: string
  readonly environment: Environment
  /** Runs Git in the repository (or elsewhere) and gives its standard output, bytes one a character. Rejects where Git fails. */
  git(...args: readonly string[]): Promise<string>
  gitIn(folder: string, args: readonly string[], input?: string): Promise<string>
  path(...names: readonly string[]): string
  read(path: string): Buffer
  write(path: string, content: string | Buffer): void
  /** The port under test. */
  port(engine?: GitEngine): Git
}

/** The time at which every commit of the tests is made. */
export const now = 1_700_000_000_000

/** An empty folder that is removed after the test; in memory where that can be had. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'fluxmark-git-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** An empty repository on the branch main. */
export async function emptyRepository(
  t: TestContext,
  ...options: readonly string[]
): Promise<TemporaryRepository> {
  const repository = openRepository(temporaryFolder(t))
  await repository.gitIn(dirname(repository.root), ['init', '-q', '-b', 'main', ...options, repository.root])
  return repository
}

/** A copy of a repository, in a folder of its own. */
export function copyRepository(t: TestContext, original: TemporaryRepository): TemporaryRepository {
  const folder = temporaryFolder(t)
  cpSync(dirname(original.root), folder, {
    recursive: true,
    preserveTimestamps: true,
    verbatimSymlinks: true,
  })
  return openRepository(folder)
}

/** The repository `FOLDER/work`, with the home `FOLDER/home`. */
export function openRepository(folder: string): TemporaryRepository {
  const root = join(folder, 'work')
  const home = join(folder, 'home')
  mkdirSync(home, { recursive: true })
  const variables = {
    PATH: process.env.PATH,
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: join(home, '.gitconfig'),
    GIT_TERMINAL_PROMPT: '0',
    LC_ALL: 'C',
    TZ: 'UTC',
  }
  if (!existsSync(variables.GIT_CONFIG_GLOBAL))
    writeFileSync(
      variables.GIT_CONFIG_GLOBAL,
      '[user]\n\tname = Ada Lovelace\n\temail = ada@example.com\n[gc]\n\tauto = 0\n[protocol "file"]\n\tallow = always\n',
    )
  const gitIn = (cwd: string, args: readonly string[], input = '') =>
    new Promise<string>((resolve, reject) => {
      const child = execFile(
        'git',
        args,
        { cwd, env: variables, encoding: 'latin1', maxBuffer: 1 << 28 },
        (error, stdout, stderr) =>
          error ? reject(new Error(`git ${args.join(' ')}: ${stderr || error.message}`)) : resolve(stdout),
      )
      child.stdin?.on('error', () => undefined)
      child.stdin?.end(Buffer.from(input, 'latin1'))
    })
  const environment = { variables, home }
  const path = (...names: readonly string[]) => join(root, ...names)
  return {
    root,
    environment,
    gitIn,
    git: (...args) => gitIn(root, args),
    path,
    read: name => readFileSync(path(name)),
    write(name, content) {
      mkdirSync(dirname(path(name)), { recursive: true })
      writeFileSync(path(name), content)
    },
    port: (engine = 'auto') =>
      createGit({ trusted: () => true, engine: () => engine, environment, clock: { now: () => now } }),
  }
}
