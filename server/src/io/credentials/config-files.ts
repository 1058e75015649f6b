import { join } from 'node:path'
import { failure } from '../../flux/failure.ts'
import type { Clock } from '../../ports.ts'
import { diskFailure } from '../files/disk-failure.ts'
import { readRegularText } from '../files/regular-file.ts'
import { configFolder } from '../files/user-folders.ts'
import { type DockerConfig, hostOfKey, keysFor, readDockerConfig, type StoredLogin } from './docker-config.ts'
import { askHelper, type ProgramOptions } from './helper.ts'
import type { Login, LoginPlace, LoginSource } from './login.ts'
import { createProgramMemory, type ProgramMemory } from './program-memory.ts'

/** Bytes; a file of logins has some thousand. */
const maxBytes = 4 << 20

export interface ConfigFilesOptions extends ProgramOptions {
  readonly home: string
  readonly clock: Clock
}

/** The files in which docker and podman keep logins, in the order in which they are asked. */
export function configFileSources(options: ConfigFilesOptions): readonly LoginSource[] {
  const { env, home } = options
  const config = configFolder(env, home)
  const files = [
    [
      'docker config',
      env.DOCKER_CONFIG ? join(env.DOCKER_CONFIG, 'config.json') : join(home, '.docker/config.json'),
    ],
    ['REGISTRY_AUTH_FILE', env.REGISTRY_AUTH_FILE],
    ['podman auth.json', env.XDG_RUNTIME_DIR && join(env.XDG_RUNTIME_DIR, 'containers/auth.json')],
    ['podman auth.json', join(config, 'containers/auth.json')],
  ] as const
  const memory = createProgramMemory(options.clock)
  return files.flatMap(([name, path]) => (path ? [fileSource(name, path, options, memory)] : []))
}

function fileSource(
  name: string,
  path: string,
  options: ConfigFilesOptions,
  memory: ProgramMemory,
): LoginSource {
  const label = `${name} (${abbreviated(path, options)})`

  async function find(place: LoginPlace, signal: AbortSignal): Promise<Login | undefined> {
    const config = load(path)
    if (config === undefined) return undefined
    const helper = helperFor(config, place)
    if (helper !== undefined) {
      const login = await memory.ask(place.host, `${helper.name} ${helper.server}`, signal, own =>
        askHelper(helper.name, helper.server, options, own),
      )
      if (login !== undefined) return { source: `credential helper ${helper.name}, ${label}`, ...login }
    }
    for (const key of keysFor(place, config.auths.keys())) {
      const login = config.auths.get(key)
      if (login !== undefined && isUsable(login)) return { source: label, ...login }
    }
    return undefined
  }

  async function hosts(): Promise<readonly string[]> {
    const config = loadIfSound(path)
    return config === undefined ? [] : [...config.auths.keys(), ...config.credHelpers.keys()].map(hostOfKey)
  }

  return { name: label, find, hosts, forget: memory.forget }
}

/** Read each time: the file is small, and `docker login` in a terminal should count at once. */
function load(path: string): DockerConfig | undefined {
  let text: string
  try {
    text = readRegularText(path, maxBytes)
  } catch (error) {
    const code = Reflect.get(Object(error), 'code')
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    const why = diskFailure(error, { code: 'E_READ', what: path })?.message ?? `${path} cannot be read.`
    throw failure('E_DOCKER_CONFIG', why, error)
  }
  return readDockerConfig(text, path)
}

function loadIfSound(path: string): DockerConfig | undefined {
  try {
    return load(path)
  } catch {
    return undefined
  }
}

function helperFor(config: DockerConfig, place: LoginPlace): { name: string; server: string } | undefined {
  const [key] = keysFor(place, config.credHelpers.keys())
  const own = key === undefined ? undefined : config.credHelpers.get(key)
  const name = own ?? config.credsStore
  if (name === undefined) return undefined
  return { name, server: place.host === 'index.docker.io' ? 'https://index.docker.io/v1/' : place.host }
}

function isUsable(login: StoredLogin): boolean {
  return (
    login.password !== undefined || login.identityToken !== undefined || login.registryToken !== undefined
  )
}

function abbreviated(path: string, { home }: ConfigFilesOptions): string {
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path
}
