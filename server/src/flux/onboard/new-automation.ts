import { textAt } from '../../text/node.ts'
import { isBelow } from '../automation/update-path.ts'
import type { Placed } from '../resources/resource-index.ts'
import type { ImageUpdateAutomation } from '../resources/resources.ts'
import { isFluxAtLeast } from '../version/flux-version.ts'
import { fluxVersionAt } from '../version/flux-version-at.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { folderOf, inFolder, resourcesEdit } from './home.ts'
import type { OnboardEdit } from './marker-edits.ts'
import { printedAutomation } from './printed-objects.ts'

/** An automation to be made, or why the files do not tell enough for one. */
export interface NewAutomation {
  readonly edits: readonly OnboardEdit[]
  readonly why: readonly string[]
}

/** An automation for the folder around a file, where none reaches it: in the way of those that there are. */
export function newAutomation(
  snapshot: Snapshot,
  { path, namespace, beside }: { readonly path: string; readonly namespace: string; readonly beside: string },
): NewAutomation {
  const made = automationFor(snapshot, path, namespace)
  if (made === undefined)
    return {
      edits: [],
      why: [
        'No ImageUpdateAutomation reaches this file, and no GitRepository is here to make one for: bootstrap Flux, or add one.',
      ],
    }
  const { name, folder, text } = made
  const [sibling] = [...snapshot.index.automations.values()].flat()
  const home = sibling
    ? inFolder(folderOf(sibling.path), `automation-${name}.yaml`)
    : inFolder(folderOf(beside), `automation-${name}.yaml`)
  const listed = resourcesEdit(snapshot, home, sibling?.path ?? beside)
  return {
    edits: [{ path: home, span: [0, 0], newText: text }, ...(listed ? [listed] : [])],
    why: [
      `No ImageUpdateAutomation of ${namespace} reaches this file: a new one for ${folder || 'the root'} is in ${home}.`,
    ],
  }
}

/** An automation of a namespace as YAML, and the folder that it updates; undefined where no source is here for it. */
export function automationFor(
  snapshot: Snapshot,
  path: string,
  namespace: string,
): { readonly name: string; readonly folder: string; readonly text: string } | undefined {
  const { index, effective } = snapshot
  const sources = index.fluxObjects.filter(({ object }) => object.kind === 'GitRepository')
  const source = sources.find(({ object }) => object.name === 'flux-system') ?? sources[0]
  if (source === undefined) return undefined
  const [sibling] = [...index.automations.values()].flat()
  const folders = effective.fluxRoots.flatMap(({ kustomization: { folder } }) =>
    folder && isBelow(path, folder) ? [folder] : [],
  )
  const [around] = folders.toSorted((a, b) => b.length - a.length)
  const folder = around ?? folderOf(path)
  const name = freeName(index.automations, namespace, folder)
  const sourceNamespace = source.object.namespace ?? namespace
  const branch =
    textAt(source.object.node, 'spec', 'ref', 'branch') ?? sibling?.resource.checkoutBranch ?? 'main'
  const text = printedAutomation({
    apiVersion: `image.toolkit.fluxcd.io/${isFluxAtLeast(fluxVersionAt(snapshot, path), '2.7') ? 'v1' : 'v1beta2'}`,
    name,
    namespace,
    source: {
      name: source.object.name,
      ...(sourceNamespace === namespace ? {} : { namespace: sourceNamespace }),
    },
    branch,
    pushBranch: ownBranch(index.automations, sibling?.resource.pushBranch, branch, name),
    author: sibling?.resource.author ?? { name: 'fluxcdbot', email: 'fluxcdbot@users.noreply.github.com' },
    path: `./${folder}`,
  })
  return { name, folder, text }
}

/** Two automations that push to one branch, other than the one they begin from, undo each other's commits. */
function ownBranch(
  known: ReadonlyMap<string, readonly Placed<ImageUpdateAutomation>[]>,
  usual: string | undefined,
  branch: string,
  name: string,
): string {
  const wanted = usual ?? 'flux-image-updates'
  const isTaken = [...known.values()].flat().some(({ resource }) => resource.pushBranch === wanted)
  return isTaken && wanted !== branch ? `${wanted}-${name}` : wanted
}

function freeName(known: ReadonlyMap<string, unknown>, namespace: string, folder: string): string {
  const base =
    folder
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'images'
  const names = [base, ...Array.from({ length: 99 }, (_, at) => `${base}-${at + 2}`)]
  return names.find(name => !known.has(`${namespace}:${name}`)) ?? base
}
