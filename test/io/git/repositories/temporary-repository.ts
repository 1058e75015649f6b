import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { GitEngine } from '../../../../server/src/io/git/config/git-options.ts'
import type { Environment } from '../../../../server/src/io/git/config/read-config.ts'
import { createGit } from '../../../../server/src/io/git/create-git.ts'
import type { Git } from '../../../../server/src/ports.ts'

/** A repository made by the real Git in a temporary folder, with a home of its own. */
export interface TemporaryRepository {
  readonly root: string
  readonly environment: Environment
  /** Runs Git in the repository (or elsewhere) and gives its standard output, bytes one a character. Rejects where Git fails. */
  git(...args: readonly string[]): Promise<string>
  gitIn(folder: string, args: readonly string[], input?: string): Promise<string>
  /** Runs another program in the repository. */
  run(program: string, args: readonly string[]): Promise<string>
  /** The same with other variables. */
  runWith(variables: NodeJS.ProcessEnv, program: string, args: readonly string[]): Promise<string>
  path(...names: readonly string[]): string
  read(path: string): Buffer
  write(path: string, content: string | Buffer): void
  /** The port under test. */
  port(engine?: GitEngine): Git
}

/** Where what has to be removed afterwards is left; a test's context is one. */
export interface CleanUp {
  after(step: () => void): void
}

/** The time at which every commit of the tests is made. */
export const now = 1_700_000_000_000

/** An empty folder that is removed after the test; in memory where that can be had. */
function temporaryFolder(t: CleanUp): string {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'fluxmark-git-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** An empty repository on the branch main. */
export async function emptyRepository(
  t: CleanUp,
  ...options: readonly string[]
): Promise<TemporaryRepository> {
  const repository = openRepository(temporaryFolder(t))
  await repository.gitIn(dirname(repository.root), ['init', '-q', '-b', 'main', ...options, repository.root])
  return repository
}

/** A copy of a repository, in a folder of its own. */
export function copyRepository(t: CleanUp, original: TemporaryRepository): TemporaryRepository {
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
  const run = (
    program: string,
    cwd: string,
    args: readonly string[],
    input = '',
    env: NodeJS.ProcessEnv = variables,
  ) =>
    new Promise<string>((resolve, reject) => {
      const options = { cwd, env, encoding: 'latin1', maxBuffer: 1 << 28 } as const
      const child = execFile(program, args, options, (error, stdout, stderr) =>
        error
          ? reject(new Error(`${program} ${args.join(' ')}: ${stderr || error.message}`))
          : resolve(stdout),
      )
      child.stdin?.on('error', () => undefined)
      child.stdin?.end(Buffer.from(input, 'latin1'))
    })
  const gitIn: TemporaryRepository['gitIn'] = (cwd, args, input) => run('git', cwd, args, input)
  const environment = { variables, home }
  const path = (...names: readonly string[]) => join(root, ...names)
  return {
    root,
    environment,
    gitIn,
    git: (...args) => gitIn(root, args),
    run: (program, args) => run(program, root, args),
    runWith: (env, program, args) => run(program, root, args, '', env),
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
