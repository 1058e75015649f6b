import type { NodeStyle } from './node.ts'
import { isYaml11NonString, resolveTag } from './resolve.ts'
import { writeScalar } from './write-scalar.ts'
import { newWriter } from './writer.ts'

/**
 * A text as kyaml prints it for a string that had a style: without quotes only where every YAML parser reads it
 * back as that string, in a flow collection only without the characters that mean something there.
 */
export function printString(text: string, style: NodeStyle, inFlow: boolean): string {
  const w = newWriter()
  if (inFlow) w.flowLevel = 1
  const isString = resolveTag(text) === '!!str' && !isYaml11NonString(text)
  writeScalar(w, text, style === 'plain' && !isString ? 'double' : style)
  return w.out
}
