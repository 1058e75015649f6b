import type { PolicyRef } from '../../flux/markers/setter.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { type PlaygroundSubject, playground, playgroundSubjectAt } from '../../ide/playground/playground.ts'
import { playgroundText } from '../../ide/playground/playground-text.ts'
import { shown } from '../../text/foreign.ts'
import type { PlaygroundAnswer, PlaygroundArgument } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'
import type { Opened } from './bumps.ts'

/**
 * `fluxmark.playground`: what decides over the tags of a policy or a repository, as it is known now; null where there
 * is none. Tags that are not known yet are asked for, and a new `revision` says when they are there.
 */
export async function playgroundAnswer(
  workspaces: Workspaces,
  argument: PlaygroundArgument,
): Promise<PlaygroundAnswer | null> {
  const found = subjectOf(workspaces, argument)
  if (found === undefined) return null
  const { folder, subject } = found
  const settled = subject.kind === 'policy' ? workspaces.settle(folder, () => [subject.ref]) : undefined
  if (argument.text) await settled
  const { snapshot } = folder.session
  const page = playground(snapshot, subject)
  if (page === undefined) return null
  const { request, title, image, created, problem, fluxVersion } = page
  const { tags, ...rules } = request
  // The same list of tags is the same array: whoever knows it is not sent it again.
  const list = `${subject.kind}/${image}/${listedAt(snapshot, tags)}/${tags.length}`
  const { namespace, name } = subject.ref
  return {
    [subject.kind]: `${namespace}:${name}`,
    title,
    image,
    rules,
    fluxVersion,
    list,
    created,
    ...(argument.list === list ? {} : { tags }),
    ...(problem === undefined ? {} : { problem }),
    ...(argument.text ? { text: shown(playgroundText(page)) } : {}),
  }
}

function listedAt({ scans }: Snapshot, tags: readonly string[]): number {
  for (const scan of scans.values()) if ('value' in scan && scan.value.tags === tags) return scan.at
  return 0
}

function subjectOf(
  workspaces: Workspaces,
  { uri, line, policy, repository }: PlaygroundArgument,
): { readonly folder: Opened; readonly subject: PlaygroundSubject } | undefined {
  const named = policy ?? repository
  if (named === undefined) {
    const at = uri === undefined ? undefined : workspaces.at(uri)
    if (at === undefined || line === undefined) return undefined
    const { path, snapshot, lines } = at
    const span = lines.lineSpan(line - 1)
    const text = snapshot.files.get(path)?.text.slice(...span) ?? ''
    const offset = span[0] + (text.length - text.trimStart().length)
    const marker = snapshot.files
      .get(path)
      ?.facts.markers.find(({ span: [start] }) => start >= span[0] && start <= span[1])
    const subject = playgroundSubjectAt(snapshot, path, marker?.span[0] ?? offset)
    return subject && { folder: at.workspace, subject }
  }
  const [, namespace, name] = /^([^:]*):([^:]+)$/.exec(named) ?? []
  if (namespace === undefined || name === undefined) return undefined
  const ref: PolicyRef = { namespace, name }
  const subject: PlaygroundSubject = { kind: policy === undefined ? 'repository' : 'policy', ref }
  const folder = workspaces.all().find(({ session: { snapshot } }) => playground(snapshot, subject))
  return folder && { folder, subject }
}
