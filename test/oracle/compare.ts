/** How an answer of the product is held against the reference's. At most 150 lines, so that it can be read whole. */
import { isDeepStrictEqual } from 'node:util'

/** A case of a family, or a part of it, by the vectors' own keys. */
export type Case = Readonly<Record<string, unknown>>
/** What the product answered, in the vectors' result keys. */
export type Answer = object

/** Undefined where the answer is right; else the two values to show. */
export interface Mismatch {
  readonly expected: unknown
  readonly got: unknown
}

type Comparison = (expected: Case, answer: Case, input: Case) => Mismatch | undefined

/** Compares by the family's own rule where it has one, else key by key, to the byte. */
export function compare(family: string, expected: Case, answer: Answer, input: Case): Mismatch | undefined {
  return (special[family] ?? equal)(expected, answer as Case, input)
}

/** Families of which the answers are not simply equal. */
const special: Readonly<Record<string, Comparison>> = {
  'semver-constraint': equalLists,
  'semver-constraint-flux-2.6': equalLists,
}

/** The same keys with the same values; of `anyOf`, any one. Keys with `undefined` count as absent. */
function equal(expected: Case, answer: Case): Mismatch | undefined {
  const { anyOf, note: _, ...rest } = expected
  const got = withoutUndefined(answer)
  const allowed = Array.isArray(anyOf) ? anyOf : [rest]
  if (allowed.some(one => isDeepStrictEqual(one, got))) return undefined
  return { expected: anyOf === undefined ? rest : expected, got }
}

/** An absent list is an empty one. */
function equalLists(expected: Case, answer: Case): Mismatch | undefined {
  const nonEmpty = (one: Case): Case =>
    Object.fromEntries(Object.entries(one).filter(([, value]) => !Array.isArray(value) || value.length > 0))
  return equal(nonEmpty(expected), nonEmpty(answer))
}

function withoutUndefined(answer: Case): Case {
  return Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== undefined))
}
