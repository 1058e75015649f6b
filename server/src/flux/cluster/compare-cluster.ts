import { isImagePolicy } from '../resources/image-policy.ts'
import { isImageRepository } from '../resources/image-repository.ts'
import { isImageUpdateAutomation } from '../resources/image-update-automation.ts'
import { automationKind, policyKind, repositoryKind } from '../resources/kinds.ts'
import { markersOf } from '../workspace/snapshot.ts'
import { absentObject } from './absent-words.ts'
import { type ClusterObject, objectsOf } from './cluster-reading.ts'
import type { ClusterRow, ComparedRow } from './cluster-row.ts'
import { compareAutomation } from './compare-automation.ts'
import { comparePolicy } from './compare-policy.ts'
import { compareRepository } from './compare-repository.ts'
import { compareSource } from './compare-source.ts'
import { agrees, type Compared, type Comparing, unsure } from './compared.ts'
import { conditionWords, isBehind, readyOf } from './conditions.ts'
import { controllerRows } from './controller-rows.ts'
import { unwatchedWords } from './controllers.ts'
import { inputProviderRows } from './input-providers.ts'
import { jsonAt } from './json-at.ts'
import { originWords } from './origin-words.ts'
import { differenceWords, type SpecDifference, specDifferences } from './spec-differences.ts'
import { warningsIn } from './warnings.ts'
import { whichCluster } from './which-cluster.ts'
import { objectKey, type WrittenObject, writtenObjects } from './written-objects.ts'

/**
 * Every object of image automation, the Kustomizations and GitRepositories behind it, and the image controllers: what the
 * cluster says beside what the files say. `isWanted` limits those of the files by their path; `withOthers`: also what only
 * the cluster has.
 */
export function compareCluster(
  comparing: Comparing,
  {
    isWanted,
    withOthers = isWanted === undefined,
  }: { readonly isWanted?: ((path: string) => boolean) | undefined; readonly withOthers?: boolean } = {},
): readonly ClusterRow[] {
  const { snapshot, reading } = comparing
  const { isFor, others } = whichCluster(snapshot, reading)
  const all = snapshot.unanswered.recall(writtenObjects)
  const there = new Map(
    kinds.flatMap(kind =>
      objectsOf(reading, kind).map(one => [objectKey(kind, one.namespace, one.name), one] as const),
    ),
  )
  const written = [...all.values()].flatMap(forms => {
    const own = forms.filter(one => isFor(one) && (isWanted?.(one.resource.place.file) ?? true))
    return own.length === 0 ? [] : [own]
  })
  const warnings = warningsIn(reading, comparing.now)
  return kinds
    .flatMap((kind): readonly ComparedRow[] => {
      const ofKind = written.filter(([first]) => first?.kind === kind)
      const rows = ofKind.flatMap(forms => rowOf(comparing, there, forms, others))
      const more = withOthers && isImage(kind) ? objectsOf(reading, kind) : []
      const only = more.filter(one => !all.has(objectKey(kind, one.namespace, one.name)))
      const beside = withOthers && kind === policyKind ? inputProviderRows(comparing) : []
      return [...[...rows, ...only.map(one => onlyThere(comparing, one))].sort(byName), ...beside]
    })
    .concat(controllerRows(comparing))
    .map(row => ({
      ...row,
      warnings: (row.object && warnings.get(`${row.kind} ${row.name}`)) ?? [],
    }))
}

function byName(a: ComparedRow, b: ComparedRow): number {
  return a.name < b.name ? -1 : 1
}

const kinds = [policyKind, repositoryKind, automationKind, 'Kustomization', 'GitRepository']

function isImage(kind: string): boolean {
  return kinds.slice(0, 3).includes(kind)
}

/** `forms` are of one name: the one that is nearest to what the cluster has counts. */
function rowOf(
  comparing: Comparing,
  there: ReadonlyMap<string, ClusterObject>,
  forms: readonly WrittenObject[],
  others: readonly string[],
): readonly ComparedRow[] {
  const [first] = forms
  if (first === undefined) return []
  const { kind, namespace } = first
  const object = there.get(objectKey(kind, namespace, first.name))
  const name = `${namespace}:${first.name}`
  if (object === undefined) {
    const found = absentObject(comparing, forms, others)
    return [{ kind, name, ...found, ready: null, message: '', object, written: first }]
  }
  const [best] = forms
    .map(form => ({ form, differences: specDifferences(kind, form.spec, object.spec) }))
    .sort((a, b) => a.differences.length - b.differences.length)
  const form = best?.form ?? first
  const { verdict, why } = compared(comparing, form, object, best?.differences ?? [])
  const unwatched =
    verdict === 'agrees' || !isImage(kind) ? undefined : unwatchedWords(comparing.reading, object)
  const sentences = [...why, unwatched ?? '', ...conditionWords(object)].filter(
    (one, at, all) => one !== '' && all.indexOf(one) === at,
  )
  return [{ kind, name, verdict, why: sentences, ...readyOf(object), object, written: form }]
}

function compared(
  comparing: Comparing,
  form: WrittenObject,
  object: ClusterObject,
  differences: readonly SpecDifference[],
): Compared {
  if (differences.length > 0) return { verdict: 'differs', why: specWords(differences) }
  if (isBehind(object))
    return { verdict: 'lags', why: ['Its controller has not looked at its newest change yet.'] }
  const { placed } = form
  if (placed === undefined) return compareSource(comparing, object)
  const { resource } = placed
  if (placed.doubt !== undefined) return unsure(`The files do not tell all of it: ${placed.doubt}.`)
  if (isImagePolicy(resource)) return comparePolicy(comparing, { ...placed, resource }, object)
  if (isImageRepository(resource)) return compareRepository(comparing, { ...placed, resource }, object)
  return isImageUpdateAutomation(resource) ? compareAutomation(comparing, object) : agrees()
}

/** Why the fields of the cluster are others. */
function specWords(differences: readonly SpecDifference[]): readonly string[] {
  const suspend = differences.find(({ field }) => field === 'suspend')
  const others = differences.filter(one => one !== suspend)
  const words =
    suspend === undefined
      ? []
      : suspend.cluster === true
        ? ['It is suspended in the cluster, and not in the files: flux resume goes on.']
        : [
            'The files say spec.suspend: true, and the cluster runs it: kustomize-controller suspends it again at its next run. Change the files to let it run.',
          ]
  if (others.length === 0) return words
  const listed = others.slice(0, 3).map(differenceWords).join('; ')
  const more = others.length > 3 ? `; and ${others.length - 3} more` : ''
  return [
    ...words,
    `${listed}${more}. The cluster has another commit than the files here, or it was changed there.`,
  ]
}

function onlyThere({ snapshot }: Comparing, object: ClusterObject): ComparedRow {
  const { kind, namespace, name } = object
  const markers = kind === policyKind ? markersOf(snapshot, { namespace, name }).length : 0
  const why = [
    `No file here gives it${originSuffix(object)}.`,
    ...(markers === 0 ? [] : [`${markers} markers here name it.`]),
    ...(jsonAt(object.spec, 'suspend') === true ? ['It is suspended.'] : []),
    ...conditionWords(object),
  ]
  return {
    kind,
    name: `${namespace}:${name}`,
    verdict: 'only in the cluster',
    ...readyOf(object),
    why,
    object,
    written: undefined,
  }
}

function originSuffix(object: ClusterObject): string {
  const origin = originWords(object)
  return origin === undefined ? '' : `: ${origin}`
}
