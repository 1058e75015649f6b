import { visible } from '../../text/foreign.ts'
import type { SchemaProblem } from './problems.ts'
import { choice, typeWords } from './words.ts'

/** The diagnostic that tells a problem with the definitions. */
export function codeOfProblem(found: SchemaProblem): string {
  switch (found.problem) {
    case 'required':
      return 'schema-required'
    case 'unknown-field':
      return 'schema-unknown-field'
    case 'type':
      return 'schema-type'
    case 'enum':
      return 'schema-enum'
    case 'limit':
      return found.limits.maxItems === undefined ? 'schema-limit' : 'repo-exclusion-too-many'
    case 'pattern': {
      const { node, limits } = found
      const isTooCoarse = node.kind === 'scalar' && !limits.pattern?.includes('h)') && /\dh/.test(node.text)
      return isTooCoarse ? 'repo-timeout-hours' : 'schema-pattern'
    }
  }
}

/** What is wrong, as a clause. */
export function problemWords(found: SchemaProblem): string {
  const { path } = found
  switch (found.problem) {
    case 'required':
      return `${path} is missing`
    case 'unknown-field':
      return `there is no field ${visible(path)}`
    case 'type':
      return `${path} cannot be ${typeWords(found.node)}`
    case 'enum':
      return `${path} can only be ${choice(found.limits.enum ?? [])}`
    case 'limit':
      return `${path} is longer than the API server allows`
    case 'pattern':
      return `${path} cannot be "${visible(found.node.kind === 'scalar' ? found.node.text : '')}"`
  }
}
