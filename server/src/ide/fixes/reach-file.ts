import { isReached } from '../../flux/automation/is-reached.ts'
import { isBelow, updatePath } from '../../flux/automation/update-path.ts'
import type { Automation } from '../../flux/chain/automation.ts'
import { formatSetter, type Setter } from '../../flux/markers/setter.ts'
import { automationFor } from '../../flux/onboard/new-automation.ts'
import { markersOf, type PlacedMarker, type Snapshot } from '../../flux/workspace/snapshot.ts'
import type { Fix } from '../answers.ts'
import { count } from '../texts/words.ts'
import { setField } from './field-edits.ts'
import { ownFile } from './own-file.ts'

/** A marker in a file that no update path covers, and the automations that would take its policy. */
interface Outside {
  readonly snapshot: Snapshot
  readonly path: string
  readonly setter: Setter
  readonly automations: readonly Automation[]
}

/** The path of the one automation widened, which says what it newly reaches; or an automation of the file's own folder. */
export function reachFile(outside: Outside): readonly Fix[] {
  return [...widenPath(outside), ...addAutomation(outside)]
}

/** Up to the folder that holds both the old path and the file. */
function widenPath({ snapshot, path, automations }: Outside): readonly Fix[] {
  const [automation, another] = automations
  const file = automation && ownFile(snapshot, automation)
  if (file === undefined || automation === undefined || another) return []
  const [old, wanted] = [updatePath(automation.resource.path).split('/'), path.split('/').slice(0, -1)]
  const differ = old.findIndex((part, index) => part !== wanted[index])
  const common = old.slice(0, differ === -1 ? old.length : differ).join('/')
  if (common.includes('$')) return []
  const value = common === '' ? './' : `./${common}`
  const edit = setField(file, automation.resource.node, ['spec', 'update', 'path'], value)
  if (edit === undefined) return []
  const resource = { ...automation.resource, path: value }
  const news = markersOf(snapshot).filter(
    ({ path, marker: { setter } }) =>
      isReached(snapshot, { ...automation, resource }, { path, setter }) &&
      !isReached(snapshot, automation, { path, setter }),
  )
  const name = `ImageUpdateAutomation ${automation.resource.name}`
  const title = `Widen the update path of ${name} to ${value}, which newly reaches ${count(news.length, 'marker')}`
  return [{ title, edits: [edit], ...(news.length > 1 ? { consequence: reaches(news), isGuess: true } : {}) }]
}

/** The markers that are reached, the first of them by name. */
function reaches(markers: readonly PlacedMarker[]): string {
  const names = markers
    .slice(0, 20)
    .map(({ path, marker: { setter, name } }) => `${setter ? formatSetter(setter) : name} in ${path}`)
  const more = markers.length > names.length ? `, and ${markers.length - names.length} more` : ''
  return `It newly reaches ${names.join(', ')}${more}.`
}

/** Behind the automation that there is, and for a folder that holds no other's path. */
function addAutomation({ snapshot, path, setter, automations }: Outside): readonly Fix[] {
  const [sibling] = automations
  const file = sibling && ownFile(snapshot, sibling)
  const { namespace } = setter.policy
  const made = automationFor(snapshot, path, namespace)
  if (file === undefined || made === undefined || !/\.ya?ml$/.test(file.path)) return []
  // In a List there is no room for another document.
  if (!file.facts.documents.some(({ root }) => root === sibling?.resource.node)) return []
  const all = [...snapshot.index.automations.values()].flat()
  const isRival = all.some(
    one => one.namespace === namespace && isBelow(updatePath(one.resource.path), made.folder),
  )
  if (isRival) return []
  const end = file.text.length
  const newline = file.text.endsWith('\n') ? '' : '\n'
  const added = made.text.replace(/^---\n/, '')
  const edits = [
    { path: file.path, span: [end, end] as const, oldText: '', newText: `${newline}---\n${added}` },
  ]
  return [{ title: `Add an ImageUpdateAutomation for ./${made.folder}`, edits, isGuess: true }]
}
