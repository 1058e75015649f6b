/** How an answer of the product is held against the reference's. At most 150 lines, so that it can be read whole. */
import { isDeepStrictEqual } from 'node:util'
import { isScalar, parseAllDocuments, visit } from 'yaml'

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
  setters: bothUpdates,
  'setters-clean': bothUpdates,
  'setters-real': bothUpdates,
}

/** The same keys with the same values; of `anyOf`, any one. Keys with `undefined` count as absent. */
function equal(expected: Case, answer: Case): Mismatch | undefined {
  const { anyOf, ...rest } = expected
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

interface SettersAnswer {
  readonly written: Readonly<Record<string, string>>
  readonly changes: readonly { readonly file: string; readonly new: string }[]
  /** Kinds of damage predicted. */
  readonly damage?: readonly string[]
  /** Each file after the product's own update. */
  readonly ours: Readonly<Record<string, { readonly text: string; readonly skipped?: string }>>
}

/** What Flux does, as predicted, and what the product does in place. */
function bothUpdates(expected: Case, answer: Case, input: Case): Mismatch | undefined {
  const { damage: _, ours: __, ...predicted } = answer
  if (expected.reformats !== true) return equal(expected, predicted) ?? inPlace(expected, answer, input)
  const bare = ({ written: _, ...one }: Case): Case => one
  const values = (one: Case): unknown =>
    Object.entries(one.written as SettersAnswer['written']).map(([path, text]) => [
      path,
      valuesOf(text) ?? text,
    ])
  // The same text first: two readings of one `<<` are no equals to the parser.
  const written =
    isDeepStrictEqual(expected.written, predicted.written) ||
    isDeepStrictEqual(new Map(values(expected) as []), new Map(values(predicted) as []))
      ? undefined
      : { expected: expected.written, got: predicted.written }
  return equal(bare(expected), bare(predicted)) ?? written ?? inPlace(expected, answer, input)
}

/** A file that Flux re-prints in place is the same here; a damaged one is right, or left alone with a word about it. */
function inPlace(expected: Case, answer: Case, input: Case): Mismatch | undefined {
  const { written, changes } = expected as Case & SettersAnswer
  const { ours, damage = [] } = answer as Case & SettersAnswer
  const isWhole = expected.reformats === false && damage.length === 0
  const links = new Map(input.symlinks as [])
  for (const [path, { text, skipped }] of Object.entries(ours)) {
    const before = (input.files as Record<string, string>)[path] ?? ''
    if (skipped !== undefined && text === before) continue
    const outside = (one: string): string => one.replace(/^.*\$imagepolicy.*$/gm, '')
    if (isWhole && tidied(text) !== tidied(written[path] ?? before))
      return { expected: written[path], got: text }
    if (isWhole && outside(text) !== outside(before)) return { expected: before, got: text }
    const mine = changes.filter(({ file }) => file === '' || path.endsWith(file) || links.has(file))
    const strings = stringsOf(text)
    if (valuesOf(before) && !mine.every(change => strings?.includes(change.new))) {
      return { expected: mine, got: text }
    }
  }
  return undefined
}

/** Flux sets its own indentation and blanks, on marked lines as everywhere. */
function tidied(text: string): string {
  return text.replace(/^.*\$imagepolicy.*$/gm, line => line.trim().replace(/[ \t]+/g, ' '))
}

/** The data of a text, without empty documents; undefined where it does not parse. */
function valuesOf(text: string): unknown {
  try {
    const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' })
    if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return undefined
    return documents.map(document => document.toJS() as unknown).filter(value => value !== null)
  } catch {
    return undefined
  }
}

function stringsOf(text: string): readonly string[] | undefined {
  if (valuesOf(text) === undefined) return undefined
  const strings: string[] = []
  for (const document of parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' })) {
    visit(document as never, (_, node) => {
      if (isScalar(node) && typeof node.value === 'string') strings.push(node.value)
    })
  }
  return strings
}
