import { type Alphabet, canMatch } from '../../go/regexp/can-match.ts'
import type { Scalar } from '../../text/node.ts'
import type { ImagePolicy } from '../resources/resources.ts'
import { holdsVariable, specScalar } from '../resources/spec-field.ts'
import { globPattern } from './glob-pattern.ts'
import { patternFault } from './policy-faults.ts'

/** A `filterTags.pattern` that no tag can match, whatever the registry lists. */
export interface ImpossiblePattern {
  readonly pattern: Scalar
  /** The characters that it asks for and no tag has; empty where it is something else. */
  readonly letters: readonly string[]
  /** Only its beginning is wrong: a tag begins with a letter, a digit or an underscore. */
  readonly isBeginning: boolean
  /** The pattern with each backslash once, where that is all that is wrong. */
  readonly single: string | undefined
}

/**
 * Why no tag can match the pattern of a policy (OCI distribution: a tag is `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`);
 * undefined where one can, where a variable decides, and where the pattern is reported for its form.
 */
export function impossiblePattern(policy: ImagePolicy): ImpossiblePattern | undefined {
  const pattern = specScalar(policy, 'filterTags', 'pattern')
  if (!pattern || holdsVariable(pattern.text) || globPattern(pattern.text) || patternFault(policy))
    return undefined
  const { text } = pattern
  if (canMatch(text, tags)) return undefined
  const once = text.replaceAll('\\\\', '\\')
  const isBeginning = canMatch(text, { ...tags, first: tags.rest })
  return {
    pattern,
    letters: isBeginning ? [] : missingLetters(text),
    isBeginning,
    single: once !== text && canMatch(once, tags) ? once : undefined,
  }
}

/** The fewest characters that tags would have to have for a pattern; empty where none of ASCII helps. */
function missingLetters(pattern: string): readonly string[] {
  const canWith = (letters: readonly string[]) => {
    const all = [...tags.rest, ...codes(letters.join(''))]
    return canMatch(pattern, { ...tags, first: all, rest: all })
  }
  if (!canWith(others)) return []
  let kept: readonly string[] = others
  for (const letter of others) {
    const fewer = kept.filter(one => one !== letter)
    if (canWith(fewer)) kept = fewer
  }
  return kept
}

const word = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_'
const tags: Alphabet = { first: codes(word), rest: codes(`${word}.-`), most: 128 }

/** What is printed in ASCII and no tag has. */
const others = [...' !"#$%&\'()*+,/:;<=>?@[\\]^`{|}~']

function codes(text: string): readonly number[] {
  return [...text].map(letter => letter.codePointAt(0) ?? 0)
}
