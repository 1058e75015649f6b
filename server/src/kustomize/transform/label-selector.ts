import type { GoError } from '../../go/go-error.ts'

/** Whether labels, or annotations, satisfy a selector. */
export type LabelMatcher = (labels: ReadonlyMap<string, string>) => boolean

type Match = (value: string | undefined) => boolean

/**
 * A Kubernetes label selector written as text: `a=b, c!=d, e in (f,g), !h, i>1` (apimachinery `labels.Parse`).
 * Go's error where it does not parse.
 */
export function parseLabelSelector(text: string): LabelMatcher | GoError {
  const tokens = tokensOf(text)
  const requirements: { readonly key: string; readonly match: Match }[] = []
  for (let at = 0; at < tokens.length; ) {
    const requirement = readRequirement(tokens, at)
    if ('err' in requirement) return { err: `unable to parse requirement: ${requirement.err}` }
    requirements.push(requirement)
    const separator = tokens[requirement.end]
    if (separator !== undefined && separator !== ',') {
      return { err: `found '${separator}', expected: ',' or 'end of string'` }
    }
    at = requirement.end + 1
    if (separator === ',' && !isName(tokens[at]) && tokens[at] !== '!') {
      return { err: `found '${tokens[at] ?? ''}', expected: identifier after ','` }
    }
  }
  return labels => requirements.every(({ key, match }) => match(labels.get(key)))
}

const symbols = new Set([')', '(', ',', '!', '=', '==', '!=', '>', '<'])

function tokensOf(text: string): readonly string[] {
  return text.match(/==|!=|[=!(),><]|[^\s=!(),><]+/g) ?? []
}

function isName(token: string | undefined): token is string {
  return token !== undefined && !symbols.has(token)
}

type Requirement = { readonly key: string; readonly match: Match; readonly end: number }

function readRequirement(tokens: readonly string[], start: number): Requirement | GoError {
  const isNegated = tokens[start] === '!'
  const at = isNegated ? start + 1 : start
  const key = tokens[at]
  if (!isName(key)) return { err: `found '${key ?? ''}', expected: identifier` }
  if (!isQualifiedName(key)) return { err: `invalid label key "${key}"` }
  const operator = tokens[at + 1]
  if (isNegated) return { key, match: value => value === undefined, end: at + 1 }
  if (operator === undefined || operator === ',')
    return { key, match: value => value !== undefined, end: at + 1 }
  if (operator === 'in' || operator === 'notin') return readSet(tokens, key, operator, at + 2)
  const test = comparisons.get(operator)
  if (!test) return { err: `found '${operator}', expected: '=', '!=', '==', 'in', notin'` }
  const wanted = tokens[at + 2]
  const isMissing = wanted === undefined || wanted === ','
  if (!isMissing && !isName(wanted)) return { err: `found '${wanted}', expected: identifier` }
  const value = isMissing ? '' : wanted
  if (!isLabelValue(value)) return { err: `invalid label value: "${value}": at key: "${key}"` }
  if ((operator === '>' || operator === '<') && !isInteger(value)) {
    return { err: "for 'Gt', 'Lt' operators, the value must be an integer" }
  }
  return { key, match: label => test(label, value), end: isMissing ? at + 2 : at + 3 }
}

function readSet(
  tokens: readonly string[],
  key: string,
  operator: string,
  start: number,
): Requirement | GoError {
  if (tokens[start] !== '(') return { err: `found '${tokens[start] ?? ''}' expected: '('` }
  const end = tokens.indexOf(')', start)
  const listed = end < 0 ? [] : tokens.slice(start + 1, end)
  if (
    end < 0 ||
    !listed.every((token, index) => token === ',' || (isName(token) && isApart(listed, index)))
  ) {
    return { err: "expected: ',' or ')'" }
  }
  // Between two commas, before the first and behind the last stands the empty value.
  const values = new Set(listed.join('').split(','))
  for (const value of values) {
    if (!isLabelValue(value)) return { err: `invalid label value: "${value}": at key: "${key}"` }
  }
  const isIn = operator === 'in'
  return { key, match: value => (value === undefined ? !isIn : values.has(value) === isIn), end: end + 1 }
}

function isApart(tokens: readonly string[], index: number): boolean {
  return index === 0 || tokens[index - 1] === ','
}

const comparisons: ReadonlyMap<string, (label: string | undefined, value: string) => boolean> = new Map([
  ['=', (label, value) => label === value],
  ['==', (label, value) => label === value],
  ['!=', (label, value) => label !== value],
  ['>', (label, value) => isInteger(label) && BigInt(label) > BigInt(value)],
  ['<', (label, value) => isInteger(label) && BigInt(label) < BigInt(value)],
])

function isInteger(text: string | undefined): text is string {
  return text !== undefined && /^[-+]?\d+$/.test(text)
}

function isQualifiedName(key: string): boolean {
  const [name = '', prefix, ...more] = key.split('/').reverse()
  if (more.length > 0 || prefix === '') return false
  const isPrefix = prefix === undefined || (prefix.length <= 253 && subdomain.test(prefix))
  return isPrefix && name.length <= 63 && labelText.test(name)
}

const labelText = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/

function isLabelValue(value: string): boolean {
  return value === '' || (value.length <= 63 && labelText.test(value))
}
