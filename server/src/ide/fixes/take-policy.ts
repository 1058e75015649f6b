import type { Automation } from '../../flux/chain/automation.ts'
import type { Setter } from '../../flux/markers/setter.ts'
import { policies, type Snapshot } from '../../flux/workspace/snapshot.ts'
import { field, textAt } from '../../text/node.ts'
import type { Fix } from '../answers.ts'
import { replace, setField } from './field-edits.ts'
import { ownFile } from './own-file.ts'

/** A policy that no selector takes, and the automations whose selectors leave it out. */
interface Unselected {
  readonly snapshot: Snapshot
  readonly setter: Setter
  readonly automations: readonly Automation[]
}

/** The labels on the policy that the selector asks for; or a selector that takes the policy's label too. */
export function takePolicy(unselected: Unselected): readonly Fix[] {
  return [...addLabels(unselected), ...extendSelector(unselected)]
}

/** The selector's `matchLabels` on the policy; expressions are for people to satisfy. */
function addLabels({ snapshot, setter, automations }: Unselected): readonly Fix[] {
  const [policy, another] = policies(snapshot, setter.policy)
  const [automation] = automations
  const selector = automation?.resource.policySelector
  const file = policy && ownFile(snapshot, policy)
  if (policy === undefined || another || file === undefined || selector === undefined) return []
  if (selector.matchExpressions.length > 0) return []
  const missing = [...selector.matchLabels].filter(
    ([key, value]) => policy.resource.labels.get(key) !== value,
  )
  const labels = missing.map(([key, value]) => [key, quotedIfNeeded(value)] as const)
  const { node } = policy.resource
  if (field(node, 'metadata', 'labels') === undefined) {
    const edit = setField(file, node, ['metadata', 'labels'], labels)
    return edit ? [{ title: `Add the labels to ImagePolicy ${policy.resource.name}`, edits: [edit] }] : []
  }
  const [only, more] = labels
  if (only === undefined || more) return []
  const edit = setField(file, node, ['metadata', 'labels', only[0]], only[1])
  return edit ? [{ title: `Add the label to ImagePolicy ${policy.resource.name}`, edits: [edit] }] : []
}

/** Where one label alone keeps the policy out, and it has that label with another value. */
function extendSelector({ snapshot, setter, automations }: Unselected): readonly Fix[] {
  const [policy, anotherPolicy] = policies(snapshot, setter.policy)
  const [automation, another] = automations
  const selector = automation?.resource.policySelector
  const file = automation && ownFile(snapshot, automation)
  if (!policy || anotherPolicy || another || !automation || !selector || !file) return []
  const { labels } = policy.resource
  const at = field(automation.resource.node, 'spec', 'policySelector')
  const title = (value: string) => `Have the policySelector of ${automation.resource.name} take ${value} too`
  const unmet = selector.matchExpressions.filter(
    ({ key, operator, values }) => !(operator === 'In' && values.includes(labels.get(key) ?? '')),
  )
  const [label, ...more] = [...selector.matchLabels].filter(([key, value]) => labels.get(key) !== value)
  if (at === undefined || more.length > 0) return []
  if (label === undefined) {
    const [expression, others] = unmet
    const value = labels.get(expression?.key ?? '')
    const items = field(at, 'matchExpressions')
    const item =
      items?.kind === 'sequence' ? items.items.find(one => textAt(one, 'key') === expression?.key) : undefined
    const last = field(item, 'values')
    const end = last?.kind === 'sequence' && last.flow ? last.items.at(-1)?.span[1] : undefined
    if (expression?.operator !== 'In' || others || value === undefined || end === undefined) return []
    const edits = [replace(file, [end, end], `, ${quotedIfNeeded(value)}`)]
    return [{ title: title(`${expression.key}=${value}`), edits, isGuess: true }]
  }
  const [key, old] = label
  const value = labels.get(key)
  if (value === undefined || selector.matchLabels.size > 1 || selector.matchExpressions.length > 0) return []
  const values = [old, value].map(quotedIfNeeded).join(', ')
  const text = `{matchExpressions: [{key: ${quotedIfNeeded(key)}, operator: In, values: [${values}]}]}`
  const end = at.span[0] + file.text.slice(...at.span).trimEnd().length
  const edits = [replace(file, [at.span[0], end], text)]
  return [{ title: title(`${key}=${value}`), edits, isGuess: true }]
}

function quotedIfNeeded(text: string): string {
  return /^[A-Za-z][\w./-]*$/.test(text) ? text : JSON.stringify(text)
}
