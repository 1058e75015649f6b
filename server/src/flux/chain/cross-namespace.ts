import { visible } from '../../text/foreign.ts'
import { field, type Node, textAt } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import { isBelow } from '../automation/update-path.ts'
import type { Placed } from '../resources/resource-index.ts'
import { clusterFolder } from '../version/clusters.ts'
import { installedAt } from '../version/installed-at.ts'
import type { Snapshot } from '../workspace/snapshot.ts'
import { applied } from './applied.ts'

/** Which controller refuses references to other namespaces: of policies the reflector, of automations the other. */
type Controller = 'policy' | 'automation'

const controllers: Readonly<Record<Controller, string>> = {
  policy: 'image-reflector-controller',
  automation: 'image-automation-controller',
}

/** Where a controller is told to refuse references to other namespaces. */
export interface Block {
  /** As a clause. */
  readonly why: string
  readonly path: string
  readonly span: Span
}

/**
 * What makes a controller refuse the references of an object to other namespaces (`--no-cross-namespace-refs`, or
 * `cluster.multitenant` of a FluxInstance): undefined where no file does, or only one of another cluster.
 */
export function crossNamespaceBlock(
  snapshot: Snapshot,
  controller: Controller,
  { path, resource }: Placed,
): Block | undefined {
  const blocks = snapshot.unanswered.recall(blocksIn)[controller]
  if (blocks.length === 0) return blockOfCluster(snapshot, controller, path, resource.span)
  const found = applied(snapshot, path, resource.span[0])
  const bringing = found.state === 'applied' ? found.roots : []
  if (snapshot.index.clusters.all.length <= 1 || bringing.length === 0) return blocks[0]
  const folders = bringing.map(({ kustomization }) => kustomization.place.file)
  return blocks.find(block => folders.every(file => isBelow(file, clusterFolder(block.path))))
}

/** Whether some file makes a controller refuse such references. */
export function isRefusedInFiles(snapshot: Snapshot, controller: Controller): boolean {
  return snapshot.unanswered.recall(blocksIn)[controller].length > 0
}

/** Where no file installs the controllers, a live cluster tells how they run. */
function blockOfCluster(
  snapshot: Snapshot,
  controller: Controller,
  path: string,
  span: Span,
): Block | undefined {
  const { fluxVersion } = snapshot.rules
  if (fluxVersion !== 'auto' || snapshot.index.clusters.all.length > 0) return undefined
  const found = installedAt(snapshot, path).find(({ refusing }) => refusing.includes(controller))
  const why =
    found && `the ${controllers[controller]} of the cluster ${visible(found.context)} runs with ${flag}`
  return why === undefined ? undefined : { why, path, span }
}

function blocksIn({ files }: Snapshot): Readonly<Record<Controller, readonly Block[]>> {
  const found: Record<Controller, Block[]> = { policy: [], automation: [] }
  for (const { path, text, facts } of files.values()) {
    const isFlagged = text.includes(flag)
    if (!isFlagged && !/^kind: ["']?FluxInstance\b/m.test(text)) continue
    const at = Math.max(0, text.search(/--no-cross-namespace-refs|\bmultitenant:/))
    for (const { root } of facts.documents) {
      for (const controller of ['policy', 'automation'] as const) {
        const why = whyOf(root, controllers[controller], other => files.get(other)?.text, path)
        if (why !== undefined) found[controller].push({ why, path, span: [at, at + 1] })
      }
    }
  }
  return found
}

const flag = '--no-cross-namespace-refs'

/** Why a document makes a controller refuse such references; undefined where it does not. */
function whyOf(
  root: Node | undefined,
  controller: string,
  textOf: (path: string) => string | undefined,
  path: string,
): string | undefined {
  const isTenant = field(root, 'spec', 'cluster', 'multitenant')
  if (textAt(root, 'kind') === 'FluxInstance' && isTenant?.kind === 'scalar' && isTenant.value === true)
    return `FluxInstance ${textAt(root, 'metadata', 'name')} is multitenant`
  const why = `the ${controller} runs with ${flag}`
  if (textAt(root, 'kind') === 'Deployment' && textAt(root, 'metadata', 'name') === controller)
    return argumentsOf(root).some(isOn) ? why : undefined
  const lists = [
    field(root, 'patches'),
    field(root, 'spec', 'kustomize', 'patches'),
    field(root, 'spec', 'patches'),
  ]
  const patches = lists.flatMap(list => (list?.kind === 'sequence' ? list.items : []))
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  return patches.some(patch => {
    const file = textAt(patch, 'path')
    const text = textAt(patch, 'patch') ?? (file && textOf(folder === '' ? file : `${folder}/${file}`)) ?? ''
    return isOn(text) && isTarget(patch, text, controller)
  })
    ? why
    : undefined
}

function argumentsOf(root: Node | undefined): readonly string[] {
  const containers = field(root, 'spec', 'template', 'spec', 'containers')
  return (containers?.kind === 'sequence' ? containers.items : []).flatMap(container => {
    const args = field(container, 'args')
    return args?.kind === 'sequence'
      ? args.items.flatMap(one => (one.kind === 'scalar' ? [one.text] : []))
      : []
  })
}

/** Whether a text sets the flag, outside of comments. */
function isOn(text: string): boolean {
  return /^[^#\n]*--no-cross-namespace-refs(?:=true)?["']?\s*(?:#.*)?$/m.test(text)
}

/** Whether a patch is for a controller: by its target, whose name is a whole regular expression, or by its own name. */
function isTarget(patch: Node, text: string, controller: string): boolean {
  const kind = textAt(patch, 'target', 'kind') ?? 'Deployment'
  const name = textAt(patch, 'target', 'name')
  if (!/^(?:Deployment|\(.*Deployment.*\))$/.test(kind)) return false
  if (field(patch, 'target') === undefined) return text.includes(controller)
  if (name === undefined) return true
  try {
    return new RegExp(`^(?:${name})$`).test(controller)
  } catch {
    return false
  }
}
