import type { SchemaProblem } from '../../../flux/schema/problems.ts'
import { type Limits, limitsAt } from '../../../flux/schema/schema.ts'
import type { Found } from '../../../flux/schema/schema-problems.ts'
import { choice, typeWords } from '../../../flux/schema/words.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import type { Node, Scalar } from '../../../text/node.ts'
import type { Fix } from '../../answers.ts'
import { type Check, type Finding, fix } from '../../check.ts'

type Type = Found<Extract<SchemaProblem, { problem: 'type' }>>

/** A value of another type than the field's. */
export const schemaType: Check = {
  codes: [
    {
      code: 'schema-type',
      severity: 'error',
      flux: 'The API server rejects a value of another type than the field’s, and Flux then applies nothing of the Kustomization. YAML reads 1.0 and true without quotes as a number and a boolean.',
    },
  ],
  *findings({ file, schemaProblems }) {
    for (const found of schemaProblems)
      if (found.problem === 'type') yield { span: found.span, ...toFinding(found, file) }
  },
}

function toFinding(
  { path, node, schema, moment }: Type,
  file: SourceFile,
): Pick<Finding, 'message' | 'fixes'> {
  const wanted = {
    string: 'a string',
    boolean: 'true or false',
    array: 'a list',
    object: 'an object',
    map: 'an object',
  }
  const isShort = node.kind === 'scalar' && node.text.length < 60 && !node.text.includes('\n')
  const subject = `${isShort ? `${node.style === 'plain' ? node.text : `"${node.text}"`} is` : 'this is'} ${typeWords(node)}`
  const say = (advice: string, ...fixes: readonly Fix[]) => ({
    message: `${path} must be ${wanted[schema.type]}, and ${subject}.${advice}`,
    fixes: () => fixes,
  })
  if (node.kind !== 'scalar') {
    const only = schema.type === 'string' ? onlyItem(node) : undefined
    if (only === undefined) return say('')
    if (/^email.protected$/i.test(only.text))
      return say(' A web page put these words in the place of an address: write the address itself.')
    if (!isAllowed(only.text, limitsAt(schema, moment))) return say('')
    const text = file.text.slice(...only.span)
    return say(` Write ${text} without the brackets.`, fix('Remove the brackets', file, node.span, text))
  }
  if (schema.type === 'string') {
    const { pattern, enum: choices } = limitsAt(schema, moment)
    if (pattern !== undefined && /^\d+(\.\d+)?$/.test(node.text)) {
      const units = ['s', 'm'].map(unit => `${node.text}${unit}`)
      return say(
        ` Say of which unit: ${units.join(' or ')}.`,
        ...units.map(one => fix(`Set to ${one}`, file, node.span, one)),
      )
    }
    if (choices) return say(` The API server takes ${choice(choices)}.`)
    return pattern === undefined
      ? say(' Put it in quotes.', fix('Put it in quotes', file, node.span, `"${node.text}"`))
      : say('')
  }
  if (schema.type === 'boolean' && /^(true|false)$/i.test(node.text)) {
    const value = node.text.toLowerCase()
    return say(` Write ${value} without quotes.`, fix('Remove the quotes', file, node.span, value))
  }
  if (schema.type === 'array' && schema.items.type === 'string' && isShort) {
    const item = file.text.slice(node.span[0], node.span[1])
    return say(' Make it a list.', fix('Make it a list', file, node.span, `[${quoted(item)}]`))
  }
  return say('')
}

/** The one text between brackets, as a list that was not meant to be one has it. */
function onlyItem(node: Node): Scalar | undefined {
  const [item, more] = node.kind === 'sequence' && node.flow ? node.items : []
  return item?.kind === 'scalar' && more === undefined && typeof item.value === 'string' ? item : undefined
}

/** Whether a text keeps to a field's limits, so that nothing is wrong once it stands alone. */
function isAllowed(text: string, { pattern, enum: choices, maxLength }: Limits): boolean {
  return (
    (pattern === undefined || new RegExp(pattern).test(text)) &&
    (choices === undefined || choices.includes(text)) &&
    (maxLength === undefined || text.length <= maxLength)
  )
}

/** A scalar as it may stand in brackets. */
function quoted(text: string): string {
  return /^["']/.test(text) ? text : `'${text.replaceAll("'", "''")}'`
}
