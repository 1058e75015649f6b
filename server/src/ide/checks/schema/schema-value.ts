import { codeOfProblem } from '../../../flux/schema/problem-words.ts'
import type { SchemaProblem } from '../../../flux/schema/problems.ts'
import type { Found } from '../../../flux/schema/schema-problems.ts'
import { choice } from '../../../flux/schema/words.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import { didYouMean } from '../../../text/did-you-mean.ts'
import type { Fix } from '../../answers.ts'
import { type Check, codesOf, type Finding } from '../../check.ts'
import { correctedDuration } from '../../fixes/corrected-duration.ts'
import { replaceNode } from '../../fixes/field-edits.ts'
import { visible } from '../../texts/words.ts'

const words: Readonly<Record<string, { readonly flux: string }>> = {
  'schema-enum': {
    flux: 'The field takes one of a few words, in just this spelling. The API server rejects any other, and Flux then applies nothing of the Kustomization.',
  },
  'schema-pattern': {
    flux: 'A duration is one or more numbers with their units, out of h, m, s and ms, without spaces. The API server rejects anything else, and Flux then applies nothing of the Kustomization.',
  },
  'repo-timeout-hours': {
    flux: 'Unlike every other duration, the timeout of an ImageRepository takes no hours. The API server rejects it.',
  },
  'schema-limit': {
    flux: 'The API server rejects a value that is longer than the definition allows, and Flux then applies nothing of the Kustomization.',
  },
  'repo-exclusion-too-many': {
    flux: 'The API server takes at most 25 expressions in the exclusion list.',
  },
}

/** Values that the published definitions do not allow: the choice, the form, the size. */
export const schemaValue: Check = {
  codes: codesOf(words),
  *findings({ file, schemaProblems }) {
    for (const found of schemaProblems) {
      if (found.problem !== 'enum' && found.problem !== 'pattern' && found.problem !== 'limit') continue
      yield { code: codeOfProblem(found), span: found.span, ...toFinding(found, file) }
    }
  },
}

type Value = Found<Extract<SchemaProblem, { problem: 'enum' | 'pattern' | 'limit' }>>

function toFinding(found: Value, file: SourceFile): Omit<Finding, 'span'> {
  const { path, node, limits, problem } = found
  const text = node.kind === 'scalar' ? node.text : ''
  if (problem === 'limit') {
    const size = node.kind === 'sequence' ? node.items.length : [...text].length
    const most = limits.maxItems ?? limits.maxLength
    const unit = node.kind === 'sequence' ? 'items' : 'characters'
    const advice = node.kind === 'sequence' ? ' Join some into one expression with |.' : ''
    return { message: `${path} has ${size} ${unit}, and the API server takes ${most} at most.${advice}` }
  }
  if (problem === 'enum') {
    const choices = limits.enum ?? []
    const isSame = (one: string) => one.toLowerCase() === text.trim().toLowerCase()
    const meant = didYouMean(text, choices)
    const offered = choices.some(isSame) ? choices.filter(isSame) : [...new Set([...meant, ...choices])]
    return {
      message: `${path} cannot be "${visible(text)}": the API server takes ${choice(choices)}.`,
      fixes: () => offered.slice(0, 4).map(one => write(found, file, one)),
    }
  }
  const allowsHours = limits.pattern?.includes('h)') === true
  const corrected = correctedDuration(text, allowsHours)
  const taken = allowsHours ? 'h, m, s and ms, such as 5m or 1h30m' : 'm, s and ms, such as 90s or 5m'
  return {
    message: `${path} cannot be ${/\dh/.test(text) && !allowsHours ? 'in hours' : `"${visible(text)}"`}: the API server takes numbers with the units ${taken}.${corrected === undefined ? '' : ` Write ${corrected}.`}`,
    fixes: () => (corrected === undefined ? [] : [write(found, file, corrected)]),
  }
}

function write({ path, node }: Value, file: SourceFile, value: string): Fix {
  const edits = [replaceNode(file, node, value)]
  return { title: `Set ${path.split('.').at(-1)} to ${value}`, edits }
}
