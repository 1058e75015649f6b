/**
 * Every family of vectors: its file is `<name>.jsonl`.
 *
 * To answer one: export a function from `answers/<family>.ts` (kin may share a file) that takes a case with the
 * `inputs` alone and returns the result in the vectors' keys (`ok`, `err`, or the family's own), and name it
 * here as `answer`. It may be asynchronous. A family without `answer` is skipped, and the runner says so.
 * A family whose results are not simply equal gets its own comparison in `compare.ts`.
 */
import { commitTemplate } from './answers/commit-template.ts'
import { envsubst } from './answers/envsubst.ts'
import { imageRef } from './answers/image.ts'
import { parsefloat } from './answers/parsefloat.ts'
import { policy, scanAndSelect } from './answers/policy.ts'
import { regexpMatch } from './answers/regexp-match.ts'
import { semverCompare, semverConstraint, semverConstraintFlux26, semverVersion } from './answers/semver.ts'
import { setters } from './answers/setters.ts'
import { exclusionList, tagFilter } from './answers/tags.ts'
import type { Answer, Case } from './compare.ts'

export interface Family {
  readonly name: string
  /** What the product sees of a case, with what an absent or null key stands for; undefined: it stays absent. */
  readonly inputs: Readonly<Record<string, unknown>>
  /** The keys of the family's own results, beside those of every family. */
  readonly results: readonly string[]
  // A method, so that an answer may name the shape of its own cases.
  answer?(input: Case): Answer | Promise<Answer>
}

/** Results in every family, see the vectors' README. */
export const commonResults: readonly string[] = ['ok', 'okBase64', 'err', 'panic', 'anyOf']

const selection = { policy: {}, filterTags: undefined, tags: [] }
const setterInputs = { files: {}, filesBase64: {}, symlinks: [], path: '', policies: [] }
const setterResults = ['written', 'changes', 'problemFiles', 'writtenIsInvalid', 'reformats']
const stored = ['stored', 'tagCount', 'latestTags']
const ranges = ['in', 'out', 'invalid']
const noData = { automationObject: { namespace: '', name: '' }, changes: [], values: null }

export const families: readonly Family[] = [
  {
    name: 'regexp-match',
    inputs: { pattern: '', subjects: [] },
    results: ['m', 'names'],
    answer: regexpMatch,
  },
  {
    name: 'tag-filter',
    inputs: { pattern: '', extract: '', tags: [] },
    results: ['filtered'],
    answer: tagFilter,
  },
  {
    name: 'exclusion-list',
    inputs: { exclusionList: undefined, tags: [] },
    results: stored,
    answer: exclusionList,
  },
  { name: 'parsefloat', inputs: { in: '' }, results: ['bits', 'value'], answer: parsefloat },
  {
    name: 'semver-version',
    inputs: { in: '' },
    results: ['major', 'minor', 'patch', 'pre', 'meta'],
    answer: semverVersion,
  },
  { name: 'semver-compare', inputs: { a: '', b: '' }, results: ['cmp'], answer: semverCompare },
  // `tags` are the tags of `in`, `out` and `invalid` together, see vectors.ts.
  { name: 'semver-constraint', inputs: { range: '', tags: [] }, results: ranges, answer: semverConstraint },
  {
    name: 'semver-constraint-flux-2.6',
    inputs: { range: '', tags: [] },
    results: ranges,
    answer: semverConstraintFlux26,
  },
  {
    name: 'image-ref',
    inputs: { in: '' },
    results: ['repository', 'repositoryInsecure', 'reference'],
    answer: imageRef,
  },
  { name: 'policy', inputs: selection, results: [], answer: policy },
  {
    name: 'scan-and-select',
    inputs: { exclusionList: undefined, ...selection },
    results: [],
    answer: scanAndSelect,
  },
  // `data` is there in every case: a `dataRef` is replaced by the data set it names.
  { name: 'commit-template', inputs: { template: '', data: noData }, results: [], answer: commitTemplate },
  { name: 'envsubst', inputs: { in: '', vars: {}, strict: false }, results: [], answer: envsubst },
  { name: 'setters', inputs: setterInputs, results: setterResults, answer: setters },
  { name: 'setters-clean', inputs: setterInputs, results: setterResults, answer: setters },
  { name: 'setters-real', inputs: setterInputs, results: setterResults, answer: setters },
]
