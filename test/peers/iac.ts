import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { KnownPolicy } from '../../server/src/flux/setters/predict.ts'
import { setters } from '../oracle/answers/setters.ts'
import { attempt, casesOf, isThrown, type Row, type Suite } from './suite.ts'

interface Change {
  readonly file: string
  readonly setter: string
  readonly old: string
  readonly new: string
  readonly object: Readonly<Record<string, string>>
}

interface Update {
  readonly err?: string
  readonly panic?: string
  readonly written: Readonly<Record<string, string>>
  readonly changes: readonly Change[]
}

interface IacCase {
  readonly id: string
  readonly files: Readonly<Record<string, string>>
  /** Those of `policies.json` where absent. */
  readonly policies?: readonly KnownPolicy[]
  readonly go: Update
  /** What upstream's own test expects of files. */
  readonly expected?: Readonly<Record<string, string>>
}

/** image-automation-controller's update of files: what it writes, byte for byte, and the changes it tells. */
export const iacSuite: Suite = {
  name: 'iac',
  mark: 10_393,
  *rows(folder) {
    const policies = JSON.parse(readFileSync(join(folder, 'policies.json'), 'utf8')) as readonly KnownPolicy[]
    for (const one of casesOf<IacCase>(folder)) yield rowOf(one, policies)
  },
}

function rowOf(one: IacCase, usual: readonly KnownPolicy[]): Row {
  const { id, files, go, policies = usual } = one
  const ours = attempt(() => setters({ files, policies }) as Update)
  if (isThrown(ours)) return { id, ok: false, ours }
  // Where Flux's own code crashes there is nothing to agree with.
  if (go.panic !== undefined || isRight(one, ours)) return { id, ok: true }
  return { id, ok: false, ours, theirs: go }
}

function isRight({ go, files, expected = {} }: IacCase, ours: Update): boolean {
  if (ours.err !== go.err) return false
  const after = { ...files, ...ours.written }
  if (Object.entries(expected).some(([path, text]) => after[path] !== text)) return false
  if (go.err !== undefined) return true
  return isDeepStrictEqual([ours.written, ordered(ours.changes)], [go.written, ordered(go.changes)])
}

/** By file and object; the order within an object stays. */
function ordered(changes: readonly Change[]): readonly Change[] {
  const key = ({ file, object }: Change): string =>
    JSON.stringify([file, object.apiVersion, object.kind, object.namespace, object.name])
  return changes
    .map(({ file, setter, old, new: after, object }) => ({ file, setter, old, new: after, object }))
    .sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}
