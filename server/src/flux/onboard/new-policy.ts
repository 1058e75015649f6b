import { textAt } from '../../text/node.ts'
import type { PlacedImage } from '../images/placed-images.ts'
import type { PolicyRef } from '../markers/setter.ts'
import { cloudOf, registryOf } from '../resources/cloud-registries.ts'
import { canonicalImage, parseReference } from '../resources/image.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageRepository, ImageUpdateAutomation } from '../resources/resources.ts'
import { isFluxAtLeast } from '../version/flux-version.ts'
import { fluxVersionAt } from '../version/flux-version-at.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { folderOf, homeOf, inFolder, resourcesEdit, siblingsNear } from './home.ts'
import type { OnboardEdit } from './marker-edits.ts'
import { printedPolicy, printedRepository } from './printed-objects.ts'
import { scanInterval } from './scan-interval.ts'
import type { ProposedPolicy } from './scheme/recognised.ts'

/** What the user may say about where the new objects go. */
export interface OnboardOptions {
  readonly namespace?: string
  /** Folder for new files, relative to the repository's root. */
  readonly folder?: string
}

/** What an onboarding is about. */
export interface Plan {
  readonly snapshot: Snapshot
  readonly placed: PlacedImage
  readonly tags: readonly string[]
  readonly namespace: string
  readonly options: OnboardOptions
  readonly proposal: ProposedPolicy
  /** Tags that are never taken. */
  readonly exclude?: readonly string[]
}

/** A policy to be named by markers: one that is there, or one to be made. */
export interface Made {
  readonly ref: PolicyRef
  readonly policy: ProposedPolicy
  readonly exclusionList: readonly string[] | undefined
  readonly edits: readonly OnboardEdit[]
  /** The file that holds it. */
  readonly path: string
  readonly why: readonly string[]
}

/** An ImagePolicy, with an ImageRepository where the namespace has none for the image, where their siblings live. */
export function newPolicy(plan: Plan, automation: Placed<ImageUpdateAutomation> | undefined): Made {
  const { snapshot, placed, namespace, options, proposal, exclude } = plan
  const siblings = siblingsNear(snapshot, placed.file.path, namespace)
  const same = repositoriesIn(snapshot, namespace).find(
    one => isOfImage(one, placed.image.name) && one.resource.image?.value === placed.image.name,
  )
  const name = freeName(snapshot, namespace, placed.image.name, same?.resource.name)
  const apiVersion = siblings?.policy.resource.apiVersion ?? servedVersion(snapshot, placed.file.path)
  const writes =
    siblings === undefined ||
    siblings.policy.resource.namespace !== undefined ||
    siblings.policy.namespace !== namespace
  const own = writes ? { namespace } : {}
  const exclusionList = same ? same.resource.exclusionList : exclusions(plan)
  const repository = same
    ? undefined
    : printedRepository({
        apiVersion,
        name,
        ...own,
        ...repositoryFields(plan, siblings?.repository),
        ...(exclusionList ? { exclusionList } : {}),
      })
  const policy = printedPolicy({
    apiVersion,
    name,
    ...own,
    labels: automation?.resource.policySelector?.matchLabels ?? new Map(),
    repository: { name: same?.resource.name ?? name },
    proposal,
    reflectsDigest: placed.image.digest !== undefined,
  })
  const at = {
    name,
    file: placed.file.path,
    ...(options.folder === undefined ? {} : { folder: options.folder }),
  }
  const fallback = inFolder(
    options.folder ?? homeFolder(snapshot, placed.file.path, automation),
    `image-${name}.yaml`,
  )
  const policyHome = siblings
    ? homeOf(snapshot, siblings.policy, at)
    : { path: fallback, why: 'there are no siblings yet' }
  const repositoryHome = siblings?.repository ? homeOf(snapshot, siblings.repository, at) : policyHome
  const files = new Map<string, string[]>()
  if (repository !== undefined) files.set(repositoryHome.path, [repository])
  files.set(policyHome.path, [...(files.get(policyHome.path) ?? []), policy])
  return {
    ref: { namespace, name },
    policy: proposal,
    exclusionList,
    edits: [...files].flatMap(([path, objects]) => [
      documentsEdit(snapshot, path, objects, siblings?.policy.path),
      ...[resourcesEdit(snapshot, path, siblings?.policy.path)].filter(edit => edit !== undefined),
    ]),
    path: policyHome.path,
    why: [
      ...(same && exclude
        ? [`ImageRepository ${same.resource.name} is there already: its exclusionList stays as it is.`]
        : []),
      `The new objects are in ${[...files.keys()].join(' and ')}: ${policyHome.why}.`,
    ],
  }
}

/** How the registry is reached, as siblings of the same host have it. */
function repositoryFields(
  { snapshot, placed, namespace }: Plan,
  sibling: Placed<ImageRepository> | undefined,
): Pick<Parameters<typeof printedRepository>[0], 'image' | 'interval' | 'provider'> {
  const host = hostOf(placed.image.name)
  const alike = [...repositoriesIn(snapshot, namespace)].find(({ resource }) => registryOf(resource) === host)
  const spec = (...path: readonly string[]) => textAt(alike?.resource.node, 'spec', ...path)
  const given = {
    secretRef: spec('secretRef', 'name'),
    certSecretRef: spec('certSecretRef', 'name'),
    serviceAccountName: spec('serviceAccountName'),
    provider: alike ? alike.resource.provider : cloudOf(host ?? ''),
  }
  return {
    image: placed.image.name,
    interval: scanInterval(snapshot, placed.file.path, namespace, alike ?? sibling),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    ...(alike?.resource.insecure ? { insecure: true } : {}),
  }
}

/** Signatures and attestations beside the images; the API's own default takes only the first. */
function exclusions({ tags, exclude = [] }: Plan): readonly string[] | undefined {
  const hasSignatures = tags.some(tag => /^sha256-[0-9a-f]{64}/.test(tag))
  const all = [...exclude, ...(hasSignatures ? ['^sha256-[a-f0-9]{64}'] : [])]
  return all.length === 0 ? undefined : all
}

function isOfImage({ resource }: Placed<ImageRepository>, name: string): boolean {
  const own = canonicalImage(name)
  return (
    typeof own === 'string' && resource.image !== undefined && canonicalImage(resource.image.value) === own
  )
}

function repositoriesIn({ index }: Snapshot, namespace: string): readonly Placed<ImageRepository>[] {
  return [...index.repositories.values()].flatMap(([first]) =>
    first?.namespace === namespace ? [first] : [],
  )
}

/** The image's last name; with the one before it where that is taken. */
function freeName(
  { index }: Snapshot,
  namespace: string,
  image: string,
  repository: string | undefined,
): string {
  const words = image
    .toLowerCase()
    .replace(/[^a-z0-9/.-]+/g, '-')
    .split('/')
    .filter(Boolean)
  const isTaken = (name: string) =>
    index.policies.has(`${namespace}:${name}`) ||
    (name !== repository && index.repositories.has(`${namespace}:${name}`))
  const names = words.map((_, at) =>
    words
      .slice(words.length - 1 - at)
      .join('-')
      .replaceAll('.', '-'),
  )
  const counted = Array.from({ length: 99 }, (_, at) => `${names[0]}-${at + 2}`)
  return (
    [...(repository === undefined ? [] : [repository]), ...names, ...counted].find(name => !isTaken(name)) ??
    'image'
  )
}

function servedVersion(snapshot: Snapshot, path: string): string {
  return `image.toolkit.fluxcd.io/${isFluxAtLeast(fluxVersionAt(snapshot, path), '2.7') ? 'v1' : 'v1beta2'}`
}

function hostOf(image: string): string | undefined {
  const read = parseReference(image)
  return 'err' in read ? undefined : read.context.registry
}

/** Without siblings: beside the automation, else beside the image. */
function homeFolder(
  snapshot: Snapshot,
  file: string,
  automation: Placed<ImageUpdateAutomation> | undefined,
): string {
  const any = automation ?? [...snapshot.index.automations.values()].flat()[0]
  return folderOf(any?.path ?? file)
}

/** New objects in a file of their own, or behind those of a file that is there. */
function documentsEdit(
  snapshot: Snapshot,
  path: string,
  objects: readonly string[],
  sibling: string | undefined,
): OnboardEdit {
  const text = snapshot.files.get(path)?.text
  const documents = objects.join('---\n')
  if (text === undefined) {
    const begins = sibling !== undefined && snapshot.files.get(sibling)?.text.startsWith('---')
    return { path, span: [0, 0], newText: begins ? `---\n${documents}` : documents }
  }
  const end = text.length
  return { path, span: [end, end], newText: `${text.endsWith('\n') ? '' : '\n'}---\n${documents}` }
}
