import type { Connection } from 'vscode-languageserver'
import { type Candidate, candidates, candidatesIn } from '../../flux/onboard/candidates.ts'
import { homeChoices } from '../../flux/onboard/home-choices.ts'
import { policies, type Snapshot } from '../../flux/workspace/snapshot.ts'
import { onboardingText } from '../../ide/texts/onboarding-text.ts'
import { forMessage, shown } from '../../text/foreign.ts'
import {
  onboardedTexts,
  type PlannedOnboarding,
  planOnboarding,
  planReplacement,
} from '../../work/onboard.ts'
import { currentEdit } from '../features/current-edit.ts'
import type { CandidateAnswer, OnboardAnswer, OnboardArgument, OnboardPlan } from '../protocol.ts'
import type { Workspaces } from '../workspaces.ts'
import { lineOf, type Opened } from './bumps.ts'

/** `fluxmark.candidates`: every image that nothing updates, below an automation's path; the one on the line too, wherever it is. */
export async function candidatesAnswer(
  workspaces: Workspaces,
  { uri, line }: OnboardArgument,
): Promise<readonly CandidateAnswer[]> {
  const here = onLine(workspaces, { ...(uri ? { uri } : {}), ...(line ? { line } : {}) })
  const all: CandidateAnswer[] = here ? [candidateAnswer(here.folder, here.found[0], true)] : []
  for (const folder of workspaces.all()) {
    await folder.readImages()
    const found = candidates(folder.session.snapshot).map(one => candidateAnswer(folder, one, false))
    all.push(...found.filter(one => all[0]?.uri !== one.uri || all[0]?.line !== one.line))
  }
  return all
}

/** `fluxmark.planOnboarding`: a proposal, and what it would make of the files. Nothing is written. */
export async function planOnboard(
  workspaces: Workspaces,
  argument: OnboardArgument,
): Promise<OnboardPlan | null> {
  const planned = await proposalFor(workspaces, argument)
  if (planned === undefined) return null
  const { folder, found, proposal, snapshot } = planned
  const { image, current, scheme, sure, why, selects, next = [], failure, edits } = proposal
  const isSame = ({ placed }: Candidate) => placed.image.name === image && placed.image.tag === current
  await folder.readImages()
  return {
    image,
    current,
    scheme,
    sure,
    why: shown(why),
    selects: selects ?? null,
    next,
    text: shown(onboardingText(proposal)),
    places: found === undefined ? 1 : Math.max(1, candidates(folder.session.snapshot).filter(isSame).length),
    homes: found && edits.some(({ path }) => isNew(snapshot, path)) ? homeChoices(snapshot, found[0]) : [],
    files: [...onboardedTexts(snapshot, edits)].map(([path, after]) => {
      const before = snapshot.files.get(path)?.text
      return { path, uri: folder.paths.toUri(path), ...(before === undefined ? {} : { before }), after }
    }),
    ...(failure ? { failure } : {}),
  }
}

/** `fluxmark.onboard`: writes a proposal as one step that can be undone; a sentence where nothing was written. */
export async function onboard(
  connection: Connection,
  workspaces: Workspaces,
  argument: OnboardArgument,
): Promise<OnboardAnswer | { readonly problem: string }> {
  const planned = await proposalFor(workspaces, argument)
  if (planned === undefined) return { problem: 'No image without a marker is here.' }
  const { folder, proposal, snapshot } = planned
  const { image, ref, sure, why, edits } = proposal
  if (!sure || ref === undefined || edits.length === 0) return { problem: why }
  const edit = await currentEdit(
    workspaces,
    folder,
    snapshot,
    edits.map(one => ({
      ...one,
      oldText: snapshot.files.get(one.path)?.text.slice(...one.span) ?? '',
      isNew: workspaces.canCreate && isNew(snapshot, one.path),
    })),
  )
  const label = forMessage(argument.policy === undefined ? `Automate ${image}` : `Replace ${argument.policy}`)
  if (edit === undefined || !(await connection.workspace.applyEdit({ label, edit })).applied)
    return { problem: 'Nothing was written: the text changed meanwhile. Try again.' }
  return {
    image,
    policy: `${ref.namespace}:${ref.name}`,
    files: new Set(edits.map(({ path }) => path)).size,
  }
}

interface Proposed {
  readonly folder: Opened
  readonly snapshot: Snapshot
  readonly found?: Found
  readonly proposal: PlannedOnboarding
}

type Found = readonly [Candidate, ...Candidate[]]

async function proposalFor(workspaces: Workspaces, argument: OnboardArgument): Promise<Proposed | undefined> {
  const { namespace, folder: inFolder } = argument
  const { policy } = argument
  if (policy !== undefined) {
    const [at = '', name = ''] = policy.split(':')
    const ref = { namespace: at, name }
    const folder = workspaces.all().find(({ session }) => policies(session.snapshot, ref).length > 0)
    if (folder === undefined) return undefined
    const proposal = await planReplacement(folder, ref)
    return { folder, snapshot: folder.session.snapshot, proposal }
  }
  const where = onLine(workspaces, argument) ?? (await elsewhere(workspaces, argument))
  if (where === undefined) return undefined
  const { folder, found } = where
  const proposal = await planOnboarding(folder, found, {
    ...(namespace === undefined ? {} : { namespace }),
    ...(inFolder === undefined ? {} : { folder: inFolder }),
  })
  return { folder, snapshot: folder.session.snapshot, found, proposal }
}

interface Where {
  readonly folder: Opened
  readonly found: Found
}

function onLine(workspaces: Workspaces, { uri, line }: OnboardArgument): Where | undefined {
  const at = uri === undefined ? undefined : workspaces.at(uri)
  const file = at?.snapshot.files.get(at.path)
  if (at === undefined || file === undefined) return undefined
  const one = candidatesIn(at.snapshot, file).find(({ placed }) =>
    placed.values.some(({ scalar }) => at.lines.positionAt(scalar.span[0]).line + 1 === line),
  )
  return one && { folder: at.workspace, found: [one] }
}

/** In files that nobody has opened. */
async function elsewhere(workspaces: Workspaces, argument: OnboardArgument): Promise<Where | undefined> {
  for (const folder of workspaces.all()) await folder.readImages()
  const { image } = argument
  if (image === undefined) return onLine(workspaces, argument)
  for (const folder of workspaces.all()) {
    const [first, ...others] = candidates(folder.session.snapshot).filter(
      ({ placed }) => `${placed.image.name}:${placed.image.tag}` === image,
    )
    if (first) return { folder, found: [first, ...others] }
  }
  return undefined
}

function candidateAnswer(
  { paths, session: { snapshot } }: Opened,
  { placed }: Candidate,
  isHere: boolean,
): CandidateAnswer {
  const { image, file, values } = placed
  return {
    image: image.tag === undefined ? image.name : `${image.name}:${image.tag}`,
    uri: paths.toUri(file.path),
    line: lineOf(snapshot, file.path, values[0]?.scalar.span[0] ?? 0),
    path: file.path,
    isHere,
  }
}

function isNew({ files }: Snapshot, path: string): boolean {
  return !files.has(path)
}
