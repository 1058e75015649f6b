import type { ExecuteCommandParams } from 'vscode-languageserver'
import type { Failure, Trial } from '../../flux/answer.ts'
import { toFailure } from '../../flux/to-failure.ts'
import { allRepositories, type NamedRepository, repositoriesAt } from '../../ide/navigate/repositories-at.ts'
import { trialsText } from '../../ide/texts/trials-text.ts'
import type { Session } from '../../session.ts'
import type { Workspaces } from '../workspaces.ts'

/** The server's commands about registries, each with one object argument. */
export const registryCommands = ['fluxmark.repositories', 'fluxmark.testRepository'] as const

/** `uri` is a document, `line` (from 1) a line of it, `image` one of those that `fluxmark.repositories` names. */
interface Argument {
  readonly uri?: string
  readonly line?: number
  readonly image?: string
}

interface Found extends NamedRepository {
  readonly session: Session
  /** Whether the line that was given is about it. */
  readonly isHere: boolean
}

export function isRegistryCommand(command: string): boolean {
  return registryCommands.some(name => name === command)
}

/** Runs one of those commands. */
export async function runRegistryCommand(
  workspaces: Workspaces,
  { command, arguments: [argument] = [] }: ExecuteCommandParams,
): Promise<unknown> {
  const found = repositoriesFor(workspaces, readArgument(argument))
  if (command === 'fluxmark.repositories')
    return found.map(({ name, host, source: { image }, isHere }) => ({ name, host, image, isHere }))
  const { image } = readArgument(argument)
  const chosen = found.find(one => (image === undefined ? one.isHere : one.source.image === image))
  return chosen === undefined ? null : tested(chosen)
}

async function tested(repository: Found): Promise<unknown> {
  const result: readonly Trial[] | Failure = await trialsOf(repository).catch(toFailure)
  const { name, host, source } = repository
  return {
    name,
    host,
    image: source.image,
    ...('code' in result ? { error: result } : { trials: result }),
    text: trialsText(repository, result),
  }
}

async function trialsOf({ session, source }: Found): Promise<readonly Trial[]> {
  if (session.registry) return session.registry.trials(source, new AbortController().signal)
  throw { code: 'E_NOT_TRUSTED', message: 'no registry is asked in a workspace that is not trusted' }
}

/** Every repository that is open, those of the given line first. */
function repositoriesFor(workspaces: Workspaces, { uri, line = 1 }: Argument): readonly Found[] {
  const at = uri === undefined ? undefined : workspaces.at(uri)
  const here =
    at === undefined
      ? []
      : repositoriesAt(at.snapshot, at.path, lineSpan(at.text, line)).map(one => ({
          ...one,
          session: at.workspace.session,
          isHere: true,
        }))
  const all = workspaces
    .all()
    .flatMap(({ session }) =>
      allRepositories(session.snapshot).map(one => ({ ...one, session, isHere: false })),
    )
  const images = new Set(here.map(({ source }) => source.image))
  return [...here, ...all.filter(({ source }) => !images.has(source.image))]
}

function lineSpan(text: string, line: number): readonly [number, number] {
  const before = text.split('\n', line - 1).reduce((sum, one) => sum + one.length + 1, 0)
  const end = text.indexOf('\n', before)
  return [before, end === -1 ? text.length : end]
}

function readArgument(value: unknown): Argument {
  const text = (key: string) => {
    const given: unknown = Reflect.get(Object(value), key)
    return typeof given === 'string' ? { [key]: given } : {}
  }
  const line: unknown = Reflect.get(Object(value), 'line')
  return { ...text('uri'), ...text('image'), ...(typeof line === 'number' && line >= 1 ? { line } : {}) }
}
