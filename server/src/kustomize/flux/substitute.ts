import { envsubst } from '../../go/envsubst.ts'
import { type GoError, isGoError } from '../../go/go-error.ts'
import { field } from '../../text/node.ts'
import { readDocuments } from '../../text/yaml.ts'
import { spend, type Work } from '../build/work.ts'
import { jsonNormal } from '../values/json-normal.ts'
import { isPrintedPlain } from '../values/plain-text.ts'
import { printedValue } from '../values/scalar-value.ts'
import type { Transformation } from '../values/transformation.ts'
import type { MapValue, ScalarValue, Source, Value } from '../values/value.ts'
import { valueOfNode } from '../values/value-of-node.ts'

/** The variables of a Flux Kustomization's `postBuild`. */
export interface Variables {
  readonly values: Readonly<Record<string, string>>
  /** Whether there are others, whose values are not in these files. */
  readonly isIncomplete: boolean
  /** UTF-16 units of the longest value. */
  readonly longest: number
}

/** An object after substitution; `isUncertain`: it names a variable whose value is not in these files, and keeps it. */
export interface Substituted {
  readonly body: MapValue
  readonly isUncertain: boolean
}

/**
 * Replaces `${…}` in an object as kustomize-controller does: in its YAML text, as Go prints it, which is then read
 * anew under YAML 1.1. So a value may turn into a number, and one with a quote in it may break the text. Go's error
 * where it does. `change` is what the replaced values are said to come from. Where no `work` is left, nothing more is
 * replaced.
 */
export function substitute(
  body: MapValue,
  variables: Variables,
  change: Transformation,
  work: Work,
): Substituted | GoError {
  const errors: GoError[] = []
  const state = { isUncertain: false, work, longest: variables.longest }
  const result = replaceIn(body, false, variables, change, state, errors)
  if (errors[0]) return errors[0]
  return { body: result.kind === 'map' ? result : body, isUncertain: state.isUncertain }
}

interface State {
  isUncertain: boolean
  readonly work: Work
  /** UTF-16 units of the longest variable. */
  readonly longest: number
}

/** Takes the steps of a text: of what it may become, which one may make grow without end. */
function mayReplace(text: string, { work, longest }: State): boolean {
  const names = text.split('${').length - 1
  // In `${a//x/y}` each character may become as much as the text has; for `${a##x}` each prefix is tried.
  const grown = names * longest * (text.includes('/') ? text.length : 1)
  const tried = /[#%]/.test(text) ? names * Math.min(longest ** 2, 5e7) : 0
  return spend(work, Math.ceil((text.length + grown + tried) / 64))
}

function replaceIn(
  value: Value,
  inFlow: boolean,
  variables: Variables,
  change: Transformation,
  state: State,
  errors: GoError[],
): Value {
  switch (value.kind) {
    case 'map': {
      const entries = value.entries.map(entry => {
        const inner = replaceIn(entry.value, inFlow || value.flow, variables, change, state, errors)
        const isReplaced = entry.key.includes('$') && mayReplace(entry.key, state)
        const key = isReplaced ? envsubst(entry.key, variables.values, false) : entry.key
        if (typeof key === 'string')
          return inner === entry.value && key === entry.key ? entry : { key, value: inner }
        errors.push({ err: 'err' in key ? key.err : 'variable substitution failed' })
        return entry
      })
      return entries.every((entry, index) => entry === value.entries[index]) ? value : { ...value, entries }
    }
    case 'list': {
      const items = value.items.map(item =>
        replaceIn(item, inFlow || value.flow, variables, change, state, errors),
      )
      return items.every((item, index) => item === value.items[index]) ? value : { ...value, items }
    }
    case 'scalar': {
      if (!value.text.includes('$') || !mayReplace(value.text, state)) return value
      const text = printedValue(value, inFlow)
      if (typeof text !== 'string') return value
      if (variables.isIncomplete && namesUnknown(text, variables.values)) {
        state.isUncertain = true
        return value
      }
      const replaced = replaceText(text, variables.values, { ...value.source, change }, value)
      if (!isGoError(replaced)) return replaced
      errors.push(replaced)
      return value
    }
  }
}

/** Whether a text mentions a variable that is not among those known: any name behind `${` counts. */
function namesUnknown(text: string, values: Variables['values']): boolean {
  return [...text.matchAll(/\$\{#?([A-Za-z_][A-Za-z0-9_]*)/g)].some(
    ([, name]) => !Object.hasOwn(values, name ?? ''),
  )
}

function replaceText(
  text: string,
  values: Variables['values'],
  source: Source,
  was: ScalarValue,
): Value | GoError {
  const printed = printedText(text)
  const replaced = envsubst(printed, values, false)
  if (typeof replaced !== 'string') {
    return { err: `variable substitution failed: ${'err' in replaced ? replaced.err : 'panic'}` }
  }
  if (replaced === printed) return was
  const document = readDocuments(`v: ${replaced}\n`)[0]
  const node = field(document?.root, 'v')
  if (document === undefined || document.errors.length > 0 || node === undefined) {
    return { err: `YAMLToJSON: ${document?.errors[0]?.message ?? 'no value'}` }
  }
  const errors: GoError[] = []
  const value = jsonNormal(
    valueOfNode(node, source, () => was.span),
    'yaml 1.1',
    errors,
  )
  return errors[0] ?? { ...value, was }
}

/** A string as Go's printer writes it behind a key: plain where it can be, in a block where it has lines. */
function printedText(text: string): string {
  if (!text.includes('\n')) return isPrintedPlain(text, '1.1') ? text : `'${text.replaceAll("'", "''")}'`
  const indent = /^[ \n]/.test(text) ? '2' : ''
  const chomp = /\n\n$|^\n$/.test(text) ? '+' : text.endsWith('\n') ? '' : '-'
  const lines = text.replace(/\n$/, '').split('\n')
  return `|${indent}${chomp}\n${lines.map(line => (line === '' ? '' : `  ${line}`)).join('\n')}`
}
