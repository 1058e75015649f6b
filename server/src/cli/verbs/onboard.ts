import { relative, sep } from 'node:path'
import { imageTokens } from '../../flux/images/image-sites.ts'
import type { PolicyRef } from '../../flux/markers/setter.ts'
import {
  type Candidate,
  candidates,
  candidatesIn,
  type LeftAlone,
  leftAlone,
} from '../../flux/onboard/candidates.ts'
import type { OnboardOptions } from '../../flux/onboard/new-policy.ts'
import { policies, type Snapshot } from '../../flux/workspace/snapshot.ts'
import type { SourceFile } from '../../flux/workspace/source-file.ts'
import { onboardingText } from '../../ide/texts/onboarding-text.ts'
import { count } from '../../ide/texts/words.ts'
import type { Span } from '../../text/span.ts'
import {
  applyOnboarding,
  onboardedTexts,
  type PlannedOnboarding,
  planOnboarding,
  planReplacement,
} from '../../work/onboard.ts'
import { unifiedDiff } from '../../work/unified-diff.ts'
import { lineAndColumn } from '../place.ts'
import { json, type Printed, printable, together } from '../printed.ts'
import { absolutePath, openScope, pathWithin, type Scope } from '../scope.ts'
import { table } from '../table.ts'
import { type FileAndLine, fileAndLine } from '../target.ts'
import { UsageError } from '../usage-error.ts'
import type { Arguments, Verb } from '../verb.ts'
import type { World } from '../world.ts'

/** `onboard FILE:LINE|IMAGE`. */
export const onboardVerb: Verb = {
  name: 'onboard',
  operands: '[FILE:LINE|IMAGE]',
  summary: 'propose an ImageRepository, an ImagePolicy and markers for an image that is not updated yet',
  details: [
    'The policy follows from the tag in use and the tags that the registry lists: what is stable stays stable, the flavour, the branch and the major stay. Where a person would not automate it (a moving tag, a hash), it says so and what to do instead.',
    'Where annotations of Argo CD Image Updater or a comment of Renovate say how the image is updated, the proposal follows them as far as Flux can, and says so.',
    'New objects go where their siblings are, and into the `resources` of the kustomization that lists these. An ImageRepository or ImagePolicy that is there for the image is used. Nothing is written without `--apply`.',
  ],
  options: [
    { name: 'apply', summary: 'write it' },
    {
      name: 'list',
      summary: "name every image below an automation's path that has no marker; asks no registry",
    },
    {
      name: 'replace',
      value: 'ns:name',
      summary: 'propose another pattern, extract, range and order for an ImagePolicy that is there',
    },
    { name: 'all', summary: 'with --list: also the images that are left alone, and why' },
    {
      name: 'namespace',
      value: 'NS',
      summary: 'the namespace of the new objects, instead of the automation’s',
    },
    { name: 'in', value: 'FOLDER', summary: 'the folder of the new objects, instead of their siblings’' },
  ],
  examples: [
    { command: 'onboard --list', does: 'what is not updated yet' },
    { command: 'onboard apps/web.yaml:17', does: 'a proposal for the image on a line, as a diff' },
    { command: 'onboard --replace flux-system:web', does: 'a better policy, as a diff' },
    { command: 'onboard ghcr.io/acme/web --apply', does: 'the image wherever it stands without a marker' },
  ],
  run: onboard,
}

/** `onboard`: 3 where the registry failed. */
async function onboard(args: Arguments, world: World): Promise<number> {
  const [target, ...others] = args.operands
  const isList = args.flags.has('list')
  const replaced = args.values.get('replace')
  const ways = [isList, target !== undefined, replaced !== undefined].filter(Boolean).length
  if (others.length > 0 || ways !== 1)
    throw new UsageError('onboard takes one of FILE:LINE, an image, --replace ns:name, --list')
  if (args.flags.has('all') && !isList) throw new UsageError('--all goes with --list')
  const scope = await openScope(args, world, [])
  await scope.session.readWith(imageTokens)
  const { snapshot } = scope.session
  if (isList) {
    const found = candidates(snapshot)
    const others = args.flags.has('all') ? leftAlone(snapshot) : []
    world.out(
      args.format === 'json'
        ? json([...found, ...others].map(one => listed(snapshot, one)))
        : listText(snapshot, found, others),
    )
    return 0
  }
  const planned =
    replaced === undefined
      ? await planOnboarding(scope, candidatesFor(scope, world, target ?? ''), optionsOf(args, scope, world))
      : await planReplacement(scope, policyNamed(scope, replaced))
  const isApplied = args.flags.has('apply') && planned.sure
  const texts = onboardedTexts(snapshot, planned.edits)
  if (isApplied) await applyOnboarding(scope, planned.edits)
  const isJson = args.format === 'json'
  world.out(isJson ? json(toJson(snapshot, planned)) : printable(toText(snapshot, planned, texts, isApplied)))
  const { failure } = planned
  if (failure) world.err(printable(`fluxmark: ${failure.message} (${failure.code})\n`))
  return failure && failure.code !== 'E_OFFLINE' ? 3 : 0
}

function policyNamed({ session: { snapshot } }: Scope, name: string): PolicyRef {
  const [, namespace = '', own = ''] = /^([^:]+):([^:]+)$/.exec(name) ?? []
  const ref = { namespace, name: own }
  if (policies(snapshot, ref).length > 0) return ref
  const known = [...snapshot.index.policies.keys()].sort().slice(0, 10).join(', ')
  throw new UsageError(`--replace ${name}: no such ImagePolicy${known === '' ? '' : `; there are ${known}`}`)
}

function optionsOf(args: Arguments, { root }: Scope, world: World): OnboardOptions {
  const namespace = args.values.get('namespace')
  const given = args.values.get('in')
  const folder =
    given === undefined ? undefined : relative(root, absolutePath(world, given)).split(sep).join('/')
  if (folder?.split('/').includes('..'))
    throw new UsageError(`--in ${given}: the folder is not in the repository`)
  return { ...(namespace === undefined ? {} : { namespace }), ...(folder === undefined ? {} : { folder }) }
}

/** The images that are meant: the one on a line, or all of a name with the same tag. */
function candidatesFor(scope: Scope, world: World, target: string): readonly [Candidate, ...Candidate[]] {
  const at = fileAndLine(target)
  const path = at && pathWithin(scope.root, absolutePath(world, at.file))
  const { snapshot } = scope.session
  const file = path === undefined ? undefined : snapshot.files.get(path)
  if (at && file) return [onLine(snapshot, at, file)]
  const all = candidates(snapshot).filter(
    ({ placed: { image } }) =>
      image.name === target || image.name.endsWith(`/${target}`) || `${image.name}:${image.tag}` === target,
  )
  const [first, ...others] = all
  if (first === undefined)
    throw new UsageError(
      `${target}: no image of that name stands without a marker below an automation’s path; "fluxmark onboard --list" names those that do`,
    )
  return [first, ...others.filter(({ placed }) => placed.image.tag === first.placed.image.tag)]
}

function onLine(snapshot: Snapshot, { file, line }: FileAndLine, source: SourceFile): Candidate {
  const isHere = ({ span }: { readonly span: Span }) => lineOf(snapshot, source.path, span[0]) === line
  const found = candidatesIn(snapshot, source).find(({ placed }) =>
    placed.values.some(({ scalar }) => isHere(scalar)),
  )
  if (found) return found
  throw new UsageError(
    source.facts.nearMarkers.some(isHere)
      ? `${file}:${line}: the marker on this line is misspelt; "fluxmark check" says how to correct it`
      : `${file}:${line}: no image without a marker is on this line`,
  )
}

function listed(snapshot: Snapshot, one: Candidate | LeftAlone) {
  const { placed, automation } = one
  const { image, file, object } = placed
  return {
    image: image.name,
    current: image.tag ?? '',
    file: file.path,
    line: lineOf(snapshot, file.path, placed.values[0]?.scalar.span[0] ?? 0),
    object,
    automation: automation ? `${automation.namespace}:${automation.resource.name}` : null,
    leftAlone: 'reason' in one ? one.reason : null,
  }
}

function listText(snapshot: Snapshot, found: readonly Candidate[], others: readonly LeftAlone[]): Printed {
  const rows = (all: readonly (Candidate | LeftAlone)[]) =>
    all.map(one => {
      const { image, current, file, line, automation, leftAlone } = listed(snapshot, one)
      return [
        `${file}:${line}`,
        current === '' ? image : `${image}:${current}`,
        leftAlone ?? automation ?? '',
      ]
    })
  const part = (all: readonly (readonly string[])[], last: string) =>
    all.length === 0 ? printable(last) : together(table(all), printable('\n'), printable(last))
  const head = part(
    rows(found),
    `${found.length} ${found.length === 1 ? 'image has' : 'images have'} no marker\n`,
  )
  if (others.length === 0) return head
  const words = `${others.length} ${others.length === 1 ? 'other is' : 'others are'} left alone\n`
  return together(head, printable('\n'), part(rows(others), words))
}

function toJson(snapshot: Snapshot, planned: PlannedOnboarding) {
  const { image, current, scheme, sure, why, policy, selects, next = [], ref, edits } = planned
  return {
    image,
    current,
    scheme,
    sure,
    why,
    policy: policy ?? null,
    selects: selects ?? null,
    next,
    setter: ref ? `${ref.namespace}:${ref.name}` : null,
    edits: edits.map(({ path, span, newText }) => ({
      file: path,
      line: lineOf(snapshot, path, span[0]),
      old: (snapshot.files.get(path)?.text ?? '').slice(...span),
      new: newText,
    })),
  }
}

function toText(
  snapshot: Snapshot,
  planned: PlannedOnboarding,
  texts: ReadonlyMap<string, string>,
  isApplied: boolean,
): string {
  const head = onboardingText(planned)
  if (!planned.sure) return head
  const diffs = [...texts].map(([path, text]) =>
    unifiedDiff(path, snapshot.files.get(path)?.text ?? '', text),
  )
  if (diffs.length === 0) return `${head}\nThere is nothing to write.\n`
  const last = isApplied
    ? `${count(diffs.length, 'file')} written`
    : 'Nothing was written: --apply writes it.'
  return `${head}\n${diffs.join('')}\n${last}\n`
}

function lineOf(snapshot: Snapshot, path: string, offset: number): number {
  return lineAndColumn(snapshot.files.get(path)?.text ?? '', offset).line
}
