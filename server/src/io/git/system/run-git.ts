import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { homedir } from 'node:os'
import { failure } from '../../../flux/failure.ts'
import type { Environment } from '../config/read-config.ts'
import type { Repository } from '../locate.ts'

/** The user's own Git, for one repository. */
export interface SystemGit {
  /** Runs a command to its end. Rejects with `E_GIT` where it cannot start, with `E_GIT_TIMEOUT` at its deadline. */
  run(args: readonly string[], options?: GitRun): Promise<GitOutcome>
  /** Like `run`, and rejects with `E_GIT` and what Git said where the status is not 0. */
  ask(args: readonly string[], options?: GitRun): Promise<Buffer>
  /** The same Git at another working tree of the repository. */
  at(root: string): SystemGit
  /** Starts a command that is talked to; it is killed with `kill`. */
  start(args: readonly string[], options?: Pick<GitRun, 'variables'>): ChildProcessWithoutNullStreams
}

export interface GitRun {
  readonly input?: Buffer | string
  /** Variables on top of the cleaned environment. */
  readonly variables?: Readonly<Record<string, string>>
  /** Milliseconds; one minute where absent. */
  readonly deadline?: number
}

export interface GitOutcome {
  /** Null where a signal ended it. */
  readonly status: number | null
  readonly stdout: Buffer
  readonly stderr: string
}

/**
 * Git as a program: by its absolute path, from the user's home, without a shell, a terminal or a prompt, with an
 * environment in which no variable of a parent Git names another repository, index or configuration.
 */
export function systemGit(
  program: string,
  { root }: Pick<Repository, 'root'>,
  environment: Environment,
): SystemGit {
  const start: SystemGit['start'] = (args, options = {}) =>
    spawn(program, ['-C', root, ...always, ...args], {
      cwd: homedir(),
      env: { ...cleanVariables(environment), ...options.variables },
      stdio: 'pipe',
      // A session of its own has no terminal to ask at, and ends whole at the deadline.
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
  const run: SystemGit['run'] = (args, options = {}) => outcome(start(args, options), args, options)
  return {
    start,
    run,
    at: other => systemGit(program, { root: other }, environment),
    async ask(args, options) {
      const { status, stdout, stderr } = await run(args, options)
      if (status === 0) return stdout
      throw failure(
        'E_GIT',
        `git ${commandIn(args)} failed in ${root}: ${gitOutput(stderr) || `status ${status}`}`,
      )
    },
  }
}

/** What Git said, fit to be shown: without control characters and user info, at most a thousand characters. */
export function gitOutput(text: string): string {
  return text
    .replace(/(\w:\/\/)[^\s/]*@/g, '$1')
    .replace(/\x1b\[[\d;]*[A-Za-z]/g, '')
    .replace(/[\0-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim()
    .slice(0, 1000)
}

/** Nothing that starts daemons or clean-ups behind the user's back, and no prompt. */
const always = [
  'core.fsmonitor=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'core.askPass=',
  'i18n.commitEncoding=UTF-8',
  'advice.addEmbeddedRepo=false',
].flatMap(setting => ['-c', setting])

const kept =
  /^GIT_(?:SSH|SSH_COMMAND|SSH_VARIANT|SSL_\w+|HTTP_\w+|PROXY_\w+|EXEC_PATH|CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+))$/

function cleanVariables({ variables, home }: Environment): Record<string, string | undefined> {
  const clean = Object.entries(variables).filter(
    ([name]) => !/^(?:GIT_|SSH_ASKPASS|LC_ALL$)/.test(name) || kept.test(name),
  )
  return {
    ...Object.fromEntries(clean),
    HOME: home,
    // Messages in English, everything else in the user's locale.
    ...(variables.LC_ALL ? { LC_CTYPE: variables.LC_ALL } : {}),
    LC_MESSAGES: 'C',
    LANGUAGE: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GCM_INTERACTIVE: 'never',
    GIT_EDITOR: ':',
    GIT_OPTIONAL_LOCKS: '0',
    NoDefaultCurrentDirectoryInExePath: '1',
  }
}

/** The command's name, behind settings given with `-c`. */
function commandIn(args: readonly string[]): string {
  return args.find((arg, n) => arg !== '-c' && args[n - 1] !== '-c') ?? ''
}

const maxOutput = 256 << 20
/** How long, in ms, nothing comes of a program that has ended before its pipes are left to whoever still holds them. */
const quietBeforeEnd = 200

function outcome(
  child: ChildProcessWithoutNullStreams,
  args: readonly string[],
  options: GitRun,
): Promise<GitOutcome> {
  const { input = '', deadline = 60_000 } = options
  return new Promise((resolve, reject) => {
    const parts: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] }
    let size = 0
    const stop = (error: Error) => {
      clearTimeout(timer)
      kill(child)
      reject(error)
    }
    const timer = setTimeout(
      () =>
        stop(
          failure(
            'E_GIT_TIMEOUT',
            `git ${commandIn(args)} did not end within ${Math.round(deadline / 1000)} s and was stopped. Try it in a terminal to see what it waits for.`,
          ),
        ),
      deadline,
    )
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > maxOutput)
          stop(failure('E_GIT', `git ${commandIn(args)} said more than ${maxOutput} bytes.`))
        else parts[name].push(chunk)
      })
    }
    child.on('error', error => stop(failure('E_GIT', `Git could not be started: ${error.message}.`)))
    const end = (status: number | null) => {
      clearTimeout(timer)
      // What still runs keeps its ends of the pipes, and must not keep us.
      child.stdout.destroy()
      child.stderr.destroy()
      const [stdout, stderr] = [parts.stdout, parts.stderr].map(chunks => Buffer.concat(chunks))
      resolve({ status, stdout: stdout ?? Buffer.alloc(0), stderr: String(stderr) })
    }
    child.on('close', end)
    // A hook may leave a program running that keeps our pipes open. What Git itself wrote before it ended is in the
    // pipes: the loop reads them between the timer and the immediate, also where it was held up until now.
    const endOnceQuiet = (status: number | null, heard: number): void => {
      setTimeout(
        () => setImmediate(() => (size === heard ? end(status) : endOnceQuiet(status, size))),
        quietBeforeEnd,
      ).unref()
    }
    child.on('exit', status => endOnceQuiet(status, size))
    // Git need not read all its input.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

/** Ends a program and whatever it started. */
export function kill(child: ChildProcessWithoutNullStreams): void {
  if (child.pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
