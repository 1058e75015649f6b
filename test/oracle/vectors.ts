import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import type { Case } from './compare.ts'
import { commonResults, type Family } from './families.ts'

/** One case, taken apart: what the product sees, and what the reference answered. */
export interface Vector {
  readonly id: string
  readonly input: Case
  readonly expected: Case
}

/** The project's own compressed copy. The compiled file lies in build/test/oracle. */
const own = join(import.meta.dirname, '../../../test/oracle/data')

/** The vectors of a family in `directory`, or in the project's own copy; undefined where there is no such file. */
export function vectors(family: Family, directory?: string): readonly Vector[] | undefined {
  const text =
    directory === undefined
      ? textOf(join(own, `${family.name}.jsonl.br`), packed => brotliDecompressSync(packed))
      : textOf(join(directory, `${family.name}.jsonl`), plain => plain)
  if (text === undefined) return undefined
  const lines = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    try {
      return [JSON.parse(line) as Record<string, unknown>]
    } catch (error) {
      throw new Error(`${family.name}: line ${index + 1} is no JSON: ${(error as Error).message}`)
    }
  })
  const sets = new Map(lines.filter(isDataSet).map(line => [line.data.id, line.value]))
  return lines.filter(line => !isDataSet(line)).map(line => toVector(family, withInputs(line, sets)))
}

function textOf(path: string, unpack: (bytes: Buffer) => Buffer): string | undefined {
  return existsSync(path) ? unpack(readFileSync(path)).toString('utf8') : undefined
}

type DataSet = Record<string, unknown> & { readonly data: { readonly id: string }; readonly value: unknown }

/** Whether a line is no case but a data set that later cases name by `dataRef`. */
function isDataSet(line: Record<string, unknown>): line is DataSet {
  return 'value' in line && typeof line.data === 'object' && line.data !== null && 'id' in line.data
}

/** Puts in what a case has only by reference: its data set, or the tags that its three results share out. */
function withInputs(line: Record<string, unknown>, sets: ReadonlyMap<string, unknown>): Case {
  const { dataRef, ...rest } = line
  if (typeof dataRef === 'string') return { ...rest, data: sets.get(dataRef) }
  if ('range' in line && !('tags' in line)) {
    const { in: within, out, invalid } = line as Record<string, string[] | undefined>
    return { ...line, tags: merged([within, out, invalid].map(list => [...(list ?? [])])) }
  }
  return line
}

/** All the tags, none telling which list it came from, but the order within each list kept. */
function merged(lists: readonly string[][]): readonly string[] {
  const all: string[] = []
  for (;;) {
    const left = lists.filter(list => list.length > 0)
    const least = left.reduce<string[] | undefined>(
      (best, list) => (best === undefined || (list[0] ?? '') < (best[0] ?? '') ? list : best),
      undefined,
    )
    if (least === undefined) return all
    all.push(least.shift() ?? '')
  }
}

/** What is neither input nor result, such as a `note`, nobody sees. */
function toVector(family: Family, line: Case): Vector {
  const results = [...commonResults, ...family.results]
  const input = Object.entries(family.inputs).flatMap(([key, absent]) => {
    const value = line[key] ?? absent
    return value === undefined ? [] : [[key, value] as const]
  })
  const expected = Object.entries(line).filter(([key]) => !(key in family.inputs) && results.includes(key))
  return { id: String(line.id), input: Object.fromEntries(input), expected: Object.fromEntries(expected) }
}
