import { allRepositories, type NamedRepository, repositoriesAt } from '../../ide/navigate/repositories-at.ts'
import { trialsText } from '../../ide/texts/trials-text.ts'
import type { Session } from '../../session.ts'
import { shown } from '../../text/foreign.ts'
import { testRepository as testOf } from '../../work/test-repository.ts'
import type { MarkerTarget, RepositoryAnswer, TestAnswer } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'

interface Found extends NamedRepository {
  readonly session: Session
  /** Whether the line that was given is about it. */
  readonly isHere: boolean
}

/** `fluxmark.repositories`: those that are open, those of the line first. */
export function repositoriesAnswer(
  workspaces: Workspaces,
  target: MarkerTarget,
): readonly RepositoryAnswer[] {
  return repositoriesFor(workspaces, target).map(({ name, host, source: { image }, isHere }) => ({
    name,
    host,
    image,
    isHere,
  }))
}

/** `fluxmark.testRepository`: the one of an image, or of a line; null where there is none. */
export async function testRepository(
  workspaces: Workspaces,
  { image, ...target }: MarkerTarget & { readonly image?: string },
): Promise<TestAnswer | null> {
  const chosen = repositoriesFor(workspaces, target).find(one =>
    image === undefined ? one.isHere : one.source.image === image,
  )
  return chosen === undefined ? null : tested(chosen)
}

async function tested(repository: Found): Promise<TestAnswer> {
  const { name, host, source } = repository
  const result = await testOf(repository, source)
  return {
    name,
    host,
    image: source.image,
    ...('code' in result ? { error: result } : { trials: result }),
    text: shown(trialsText(repository, result)),
  }
}

/** Every repository that is open, those of the given line first. */
function repositoriesFor(workspaces: Workspaces, { uri, line = 1 }: MarkerTarget): readonly Found[] {
  const at = uri === undefined ? undefined : workspaces.at(uri)
  const here =
    at === undefined
      ? []
      : repositoriesAt(at.snapshot, at.path, at.lines.lineSpan(line - 1)).map(one => ({
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
