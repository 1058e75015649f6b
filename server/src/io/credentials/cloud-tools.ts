import { failure } from '../../flux/failure.ts'
import type { Clock } from '../../ports.ts'
import { findProgram } from './find-program.ts'
import { PROGRAM_TIMEOUT, type ProgramOptions } from './helper.ts'
import type { Login, LoginPlace, LoginSource } from './login.ts'
import { createProgramMemory } from './program-memory.ts'
import { runProgram } from './run-program.ts'

/** The command-line tools of the clouds that can give out a login. */
export type CloudTool = 'aws' | 'az' | 'gcloud' | 'gh'

export interface CloudToolsOptions extends ProgramOptions {
  readonly clock: Clock
  /** The tool that the user has allowed for a host, on this machine. */
  readonly allowed: (host: string) => CloudTool | undefined
}

/** For each tool: which hosts are its cloud's own, what is run, and what its answer means. */
interface Recipe {
  readonly tool: CloudTool
  readonly host: RegExp
  readonly args: (match: RegExpExecArray) => readonly string[]
  readonly login: (stdout: string, host: string) => Omit<Login, 'source'> | undefined
}

/**
 * The source for the registries of AWS, Azure, Google and GitHub: a tool is run where it is allowed and installed, and
 * only for hosts of its own cloud. Untried against the clouds; tested with stand-ins.
 */
export function cloudToolSource(options: CloudToolsOptions): LoginSource {
  const memory = createProgramMemory(options.clock)
  return {
    name: 'tool of the cloud',
    async find(place, signal) {
      const tool = options.allowed(place.host)
      return tool && memory.ask(place.host, tool, signal, own => ask(tool, place, options, own))
    },
    forget: memory.forget,
  }
}

async function ask(
  tool: CloudTool,
  { host }: LoginPlace,
  options: CloudToolsOptions,
  signal: AbortSignal,
): Promise<Login | undefined> {
  for (const recipe of RECIPES) {
    const match = recipe.tool === tool ? recipe.host.exec(host) : null
    if (match === null) continue
    const program = await findProgram(tool, options.env, options.outside)
    if (program === undefined) throw failure('E_HELPER_MISSING', `${tool} is not installed or not on PATH.`)
    const { env, programTimeout: timeout = PROGRAM_TIMEOUT } = options
    const args = recipe.args(match)
    const { status, stdout } = await runProgram({ program, args, input: '', env, timeout, signal })
    const command = [tool, ...args].join(' ')
    const login = status === 0 ? recipe.login(stdout.trim(), host) : undefined
    if (login === undefined)
      throw failure('E_HELPER', `\`${command}\` gave no login (exit ${status}); is ${tool} logged in?`)
    return { source: tool, ...login }
  }
  return undefined
}

const RECIPES: readonly Recipe[] = [
  {
    tool: 'aws',
    host: /^\d{12}\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/,
    args: ([, region = '']) => ['ecr', 'get-login-password', '--region', region],
    login: password => named('AWS', password),
  },
  {
    tool: 'aws',
    host: /^public\.ecr\.aws$/,
    args: () => ['ecr-public', 'get-login-password', '--region', 'us-east-1'],
    login: password => named('AWS', password),
  },
  {
    tool: 'az',
    host: /^([a-z0-9-]+)\.azurecr\.(?:io|cn|us)$/,
    args: ([, name = '']) => ['acr', 'login', '--name', name, '--expose-token', '--output', 'json'],
    login: azureLogin,
  },
  {
    tool: 'gcloud',
    host: /^(?:(?:(?:us|eu|asia)\.)?gcr\.io|[a-z0-9-]+-docker\.pkg\.dev)$/,
    args: () => ['auth', 'print-access-token'],
    login: password => named('oauth2accesstoken', password),
  },
  {
    tool: 'gh',
    host: /^ghcr\.io$/,
    args: () => ['auth', 'token', '--hostname', 'github.com'],
    // GHCR looks at the token alone.
    login: password => named('x-access-token', password),
  },
]

function named(username: string, password: string): Omit<Login, 'source'> | undefined {
  return /^[\x21-\x7e]+$/.test(password) ? { username, password } : undefined
}

/** `{"accessToken", "loginServer"}`: the token is for that server and no other. */
function azureLogin(stdout: string, host: string): Omit<Login, 'source'> | undefined {
  try {
    const answer: unknown = JSON.parse(stdout)
    const token: unknown = Reflect.get(Object(answer), 'accessToken')
    if (Reflect.get(Object(answer), 'loginServer') !== host || typeof token !== 'string') return undefined
    return named('00000000-0000-0000-0000-000000000000', token)
  } catch {
    return undefined
  }
}
