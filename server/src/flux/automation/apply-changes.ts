import type { Node, Scalar } from '../../text/node.ts'
import { identifier } from '../images/object-identifier.ts'
import { type Marker, placeOfValue } from '../markers/marker.ts'
import { formatSetter } from '../markers/setter.ts'
import { type Facts, readFacts } from '../workspace/facts.ts'
import type { Change } from './changes.ts'
import { applyEdits, editValue, type TextEdit } from './edit-value.ts'

/**
 * The same changes made to another text of their file: the committed one, where lines may have shifted and
 * the user's other edits are not. A change's place is the marker with its setter at its own path in its own
 * object; where the path changed, the only marker of that setter that holds the old value. The place of a change
 * without a setter is its path alone. A place that holds
 * the new value already stays; one that holds neither that nor a value that it is known to have held is none.
 * Returns the new text, or the first change that has no place.
 */
export function applyChanges(
  text: string,
  from: Facts,
  changes: readonly Change[],
): { readonly text: string } | { readonly missing: Change } {
  const edits: TextEdit[] = []
  const known = ({ oldValue, newValue, marker }: Change, value: string) =>
    [oldValue, newValue, marker.value.scalar.text].includes(value)
  for (const [change, marker] of placesOf(text, from, changes, known)) {
    if (marker === undefined) return { missing: change }
    const { scalar } = marker.value
    if (scalar.text !== change.newValue) edits.push(editValue(text, scalar, change.newValue))
  }
  return { text: applyEdits(text, edits) }
}

/** Where changes of a file (`from`) belong in another text of it; `accepts` says which value may stand at its own path. */
export function placesOf<T extends Pick<Change, 'marker' | 'setter' | 'oldValue'>>(
  text: string,
  from: Facts,
  changes: readonly T[],
  accepts: (change: T, value: string) => boolean,
): readonly (readonly [T, Marker | undefined])[] {
  const facts = readFacts(text)
  const addresses = new Map(facts.markers.map(marker => [marker, addressOf(facts, marker)]))
  const taken = new Set<Marker>()
  return changes.map(change => {
    const address = addressOf(from, change.marker)
    if (change.setter === undefined) {
      const place = valueAt(facts, address)
      return [change, place && accepts(change, place.value.scalar.text) ? place : undefined] as const
    }
    const name = formatSetter(change.setter)
    const same = facts.markers.filter(
      marker => marker.setter !== undefined && formatSetter(marker.setter) === name && !taken.has(marker),
    )
    const atAddress = same.find(
      marker => addresses.get(marker) === address && accepts(change, marker.value.scalar.text),
    )
    const old = same.filter(marker => marker.value.scalar.text === change.oldValue)
    const place = atAddress ?? (old.length === 1 ? old[0] : undefined)
    if (place) taken.add(place)
    return [change, place] as const
  })
}

/** Object and path of a marker's value, as text that compares. */
function addressOf(facts: Facts, marker: Marker): string {
  const root = facts.documents[marker.document]?.root
  const { apiVersion, kind, namespace, name } = identifier(root)
  return JSON.stringify([apiVersion, kind, namespace, name, pathTo(root, marker.value.scalar)])
}

/** A value without a marker, as the place of a change. */
function valueAt(facts: Facts, address: string): Marker | undefined {
  for (const [document, { root }] of facts.documents.entries())
    for (const scalar of scalarsIn(root)) {
      const place = placeOfValue(scalar, document)
      if (addressOf(facts, place) === address) return place
    }
  return undefined
}

function scalarsIn(node: Node | undefined): readonly Scalar[] {
  if (node?.kind === 'scalar') return [node]
  if (node?.kind === 'sequence') return node.items.flatMap(scalarsIn)
  return node?.kind === 'mapping' ? node.entries.flatMap(({ value }) => scalarsIn(value)) : []
}

function pathTo(node: Node | undefined, scalar: Scalar): readonly (string | number)[] | undefined {
  if (node === undefined || node.span[0] > scalar.span[0] || node.span[1] < scalar.span[1]) return undefined
  if (node.kind === 'scalar') return node.span[0] === scalar.span[0] ? [] : undefined
  const children: readonly (readonly [string | number, Node | undefined])[] =
    node.kind === 'mapping'
      ? node.entries.map(({ key, value }) => [key.kind === 'scalar' ? key.text : '', value] as const)
      : node.kind === 'sequence'
        ? node.items.map((item, index) => [index, item] as const)
        : []
  for (const [name, child] of children) {
    const rest = pathTo(child, scalar)
    if (rest) return [name, ...rest]
  }
  return undefined
}
