import type { SourceFile } from '../../flux/workspace/source-file.ts'
import type { Entry, Mapping } from '../../text/node.ts'
import type { Edit } from '../answers.ts'
import { entryOf } from './field-edits.ts'
import { columnOf, reindent } from './reindent.ts'

/**
 * Moves a field of an object one level up or down, where its indentation alone decides: up as the last one of its
 * mapping, down into the mapping right above it. Undefined for any other way, and where the place is taken.
 * Paths are names with dots, such as `spec.git.push`.
 */
export function moveField(file: SourceFile, object: Mapping, from: string, to: string): Edit | undefined {
  const [source, target] = [from.split('.'), to.split('.')]
  const way = entriesOf(object, source)
  const [entry, parent] = [way.at(-1), way.at(-2)]
  if (way.length !== source.length || !entry || parent?.value?.kind !== 'mapping' || parent.value.flow)
    return undefined
  if (entriesOf(object, target).length === target.length) return undefined
  const isUp = target.length === source.length - 1 && startsWith(source, target.slice(0, -1))
  if (isUp && parent.value.entries.at(-1) === entry)
    return reindent(file, entry, columnOf(file, parent.key.span[0]))
  const isDown = target.length === source.length + 1 && startsWith(target, source.slice(0, -1))
  const above = parent.value.entries[parent.value.entries.indexOf(entry) - 1]
  const first = above?.value?.kind === 'mapping' && !above.value.flow ? above.value.entries[0] : undefined
  if (!isDown || first === undefined || above?.key.kind !== 'scalar' || above.key.text !== target.at(-2))
    return undefined
  return reindent(file, entry, columnOf(file, first.key.span[0]))
}

/** The entries on the way along names, as far as it goes. */
function entriesOf(object: Mapping, names: readonly string[]): readonly Entry[] {
  const way: Entry[] = []
  let at: Mapping | undefined = object
  for (const name of names) {
    const entry: Entry | undefined = at && entryOf(at, name)
    if (entry === undefined) break
    way.push(entry)
    at = entry.value?.kind === 'mapping' ? entry.value : undefined
  }
  return way
}

function startsWith(names: readonly string[], start: readonly string[]): boolean {
  return start.every((name, index) => names[index] === name)
}
