import { failure } from '../../flux/failure.ts'
import type { StoredLogin } from './docker-config.ts'
import { findProgram } from './find-program.ts'
import { type Run, runProgram } from './run-program.ts'

/** In what surroundings programs are run. */
export interface ProgramOptions extends Pick<Run, 'env'> {
  /** Folders whose programs are never run: the workspace. */
  readonly outside: readonly string[]
  /** Milliseconds that a program gets; 15 s where absent. */
  readonly programTimeout?: number
}

/**
 * Asks `docker-credential-NAME get` for the login of a server. Undefined where it holds none; otherwise rejects
 * with E_HELPER_MISSING, E_HELPER_TIMEOUT or E_HELPER. What the helper writes besides is never shown: it may be a secret.
 */
export async function askHelper(
  name: string,
  server: string,
  options: ProgramOptions,
  signal: AbortSignal,
): Promise<StoredLogin | undefined> {
  if (!/^[A-Za-z0-9._-]+$/.test(name))
    throw failure('E_HELPER', 'The docker config names a credential helper that is no plain name.')
  const tool = `docker-credential-${name}`
  const program = await findProgram(tool, options.env, options.outside)
  if (program === undefined) throw failure('E_HELPER_MISSING', `${tool} is not installed or not on PATH.`)
  const { status, stdout } = await runProgram({
    program,
    args: ['get'],
    input: server,
    env: options.env,
    timeout: options.programTimeout ?? PROGRAM_TIMEOUT,
    signal,
  })
  if (status !== 0) {
    if (NOTHING.some(words => stdout.includes(words))) return undefined
    throw failure('E_HELPER', `${tool} failed (exit ${status}).`)
  }
  return readAnswer(stdout, tool)
}

/** Milliseconds; gcloud takes seconds. */
export const PROGRAM_TIMEOUT = 15_000

/** How helpers say that they hold nothing (docker-credential-helpers). */
const NOTHING = ['credentials not found', 'no credentials server URL', 'no credentials username']

/** `Username` is `<token>` where `Secret` is an identity token. */
function readAnswer(stdout: string, tool: string): StoredLogin | undefined {
  const [username, secret] = fields(stdout, tool)
  if (typeof username !== 'string' || typeof secret !== 'string')
    throw failure('E_HELPER', `${tool} gave no login.`)
  if (secret === '') return undefined
  return username === '<token>' ? { identityToken: secret } : { username, password: secret }
}

function fields(stdout: string, tool: string): readonly unknown[] {
  try {
    const json: unknown = JSON.parse(stdout)
    return [Reflect.get(Object(json), 'Username'), Reflect.get(Object(json), 'Secret')]
  } catch {
    throw failure('E_HELPER', `${tool} gave something that is not JSON.`)
  }
}
