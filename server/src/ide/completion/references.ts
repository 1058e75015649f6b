import { kindNames, kinds } from '../../flux/resources/kinds.ts'
import type { Placed } from '../../flux/resources/resource-index.ts'
import type { DescribedPlace } from '../../flux/schema/described-place.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import { isGoError } from '../../go/go-error.ts'
import { compileRegexp, regexpSize } from '../../go/regexp.ts'
import { textAt } from '../../text/node.ts'
import type { Completion } from '../answers.ts'

/** One value that may stand somewhere. */
export interface Suggestion {
  readonly text: string
  readonly detail?: string
  readonly kind?: Completion['kind']
}

/** Names that exist in the workspace, for a field that refers to something. */
export function references(place: DescribedPlace, snapshot: Snapshot): readonly Suggestion[] {
  const { index } = snapshot
  const at = `${place.kind} ${place.path}`
  switch (at) {
    case 'ImagePolicy spec.imageRepositoryRef.name': {
      const namespace = textAt(place.object, 'spec', 'imageRepositoryRef', 'namespace') ?? place.namespace
      const all = [...index.repositories.values()].flat()
      return unique(
        all
          .filter(one => namespace === undefined || one.namespace === namespace)
          .map(({ resource }) => ({ text: resource.name, detail: resource.image?.value ?? '' })),
      )
    }
    case 'ImagePolicy spec.imageRepositoryRef.namespace':
      return unique(
        [...index.repositories.values()].flat().map(({ namespace }) => ({ text: namespace ?? '' })),
      )
    case 'ImageUpdateAutomation spec.sourceRef.name': {
      const namespace = textAt(place.object, 'spec', 'sourceRef', 'namespace') ?? place.namespace
      return unique(
        sources(snapshot)
          .filter(({ object }) => namespace === undefined || (object.namespace ?? namespace) === namespace)
          .map(({ object }) => ({ text: object.name, detail: textAt(object.node, 'spec', 'url') ?? '' })),
      )
    }
    case 'ImageUpdateAutomation spec.sourceRef.namespace':
      return unique(sources(snapshot).map(({ object }) => ({ text: object.namespace ?? '' })))
    case 'ImageUpdateAutomation spec.policySelector.matchExpressions[].operator':
      return ['In', 'NotIn', 'Exists', 'DoesNotExist'].map(text => ({ text }))
    case 'ImageUpdateAutomation spec.policySelector.matchExpressions[].key':
      return labelKeys(place, snapshot).map(text => ({ text, kind: 'reference' }))
    case 'ImageUpdateAutomation spec.policySelector.matchExpressions[].values[]':
    case 'ImageUpdateAutomation spec.policySelector.matchLabels.*':
      return unique(labels(place, snapshot).map(([name, text]) => ({ text, detail: name })))
    case 'ImageUpdateAutomation spec.update.path':
      return folders(snapshot)
    case 'ImagePolicy spec.filterTags.extract':
      return groups(textAt(place.object, 'spec', 'filterTags', 'pattern') ?? '')
    default:
      return place.path === 'metadata.namespace' ? namespaces(snapshot) : []
  }
}

/** The keys of the labels that the policies of the automation's namespace have. */
export function labelKeys(place: DescribedPlace, snapshot: Snapshot): readonly string[] {
  const isSelector = place.path.startsWith('spec.policySelector.')
  return isSelector ? [...new Set(labels(place, snapshot).map(([name]) => name))].sort() : []
}

function labels({ namespace }: DescribedPlace, { index }: Snapshot): readonly (readonly [string, string])[] {
  return [...index.policies.values()]
    .flat()
    .filter(policy => namespace === undefined || policy.namespace === namespace)
    .flatMap(({ resource }) => [...resource.labels])
}

function sources({ index }: Snapshot) {
  return index.fluxObjects.filter(({ object }) => object.kind === 'GitRepository')
}

/** The folders that hold markers, and those around them. */
function folders({ files }: Snapshot): readonly Suggestion[] {
  const found = new Map<string, number>()
  for (const { path, facts } of files.values()) {
    if (facts.markers.length === 0) continue
    const parts = path.split('/').slice(0, -1)
    for (let length = 1; length <= parts.length; length++) {
      const folder = `./${parts.slice(0, length).join('/')}`
      found.set(folder, (found.get(folder) ?? 0) + facts.markers.length)
    }
  }
  return [...found]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([text, count]) => ({ text, detail: `markers: ${count}` }))
}

/** The groups of a pattern, as `extract` refers to them. */
function groups(pattern: string): readonly Suggestion[] {
  const regexp = regexpSize(pattern) > 10_000 ? undefined : compileRegexp(pattern)
  if (regexp === undefined || isGoError(regexp)) return []
  return regexp.groupNames.map((name, index) => ({
    text: `$${name === '' ? index + 1 : name}`,
    kind: 'reference',
  }))
}

function namespaces({ index }: Snapshot): readonly Suggestion[] {
  const all = kindNames.flatMap((name): readonly Placed[] => [...index[kinds[name].plural].values()].flat())
  return unique(all.map(({ namespace }) => ({ text: namespace ?? '' })))
}

function unique(values: readonly Suggestion[]): readonly Suggestion[] {
  const byText = new Map(values.filter(({ text }) => text !== '').map(value => [value.text, value]))
  return [...byText.values()]
    .map((value): Suggestion => ({ kind: 'reference', ...value }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
}
