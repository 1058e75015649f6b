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
  /** The keys of a case that the product sees; all others but `id` are what is expected of it. */
  readonly inputs: readonly string[]
  // A method, so that an answer may name the shape of its own cases.
  answer?(input: Case): Answer | Promise<Answer>
}

const selection = ['policy', 'filterTags', 'tags'] as const
const settersInputs = ['files', 'filesBase64', 'symlinks', 'path', 'policies'] as const

export const families: readonly Family[] = [
  { name: 'regexp-match', inputs: ['pattern', 'subjects'], answer: regexpMatch },
  { name: 'tag-filter', inputs: ['pattern', 'extract', 'tags'], answer: tagFilter },
  { name: 'exclusion-list', inputs: ['exclusionList', 'tags'], answer: exclusionList },
  { name: 'parsefloat', inputs: ['in'], answer: parsefloat },
  { name: 'semver-version', inputs: ['in'], answer: semverVersion },
  { name: 'semver-compare', inputs: ['a', 'b'], answer: semverCompare },
  // `tags` are the tags of `in`, `out` and `invalid` together, see vectors.ts.
  { name: 'semver-constraint', inputs: ['range', 'tags'], answer: semverConstraint },
  { name: 'semver-constraint-flux-2.6', inputs: ['range', 'tags'], answer: semverConstraintFlux26 },
  { name: 'image-ref', inputs: ['in'], answer: imageRef },
  { name: 'policy', inputs: selection, answer: policy },
  { name: 'scan-and-select', inputs: ['exclusionList', ...selection], answer: scanAndSelect },
  // `data` is there in every case: a `dataRef` is replaced by the data set it names.
  { name: 'commit-template', inputs: ['template', 'data'], answer: commitTemplate },
  { name: 'envsubst', inputs: ['in', 'vars', 'strict'], answer: envsubst },
  { name: 'setters', inputs: settersInputs, answer: setters },
  { name: 'setters-clean', inputs: settersInputs, answer: setters },
  { name: 'setters-real', inputs: settersInputs, answer: setters },
]
