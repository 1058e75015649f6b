import type { LabelSelector } from './resources.ts'

/** Whether labels satisfy a Kubernetes label selector. No selector, or an empty one, takes everything (docs/flux.md: scoping). */
export function isSelected(
  labels: ReadonlyMap<string, string>,
  selector: LabelSelector | undefined,
): boolean {
  if (selector === undefined) return true
  for (const [key, value] of selector.matchLabels) if (labels.get(key) !== value) return false
  return selector.matchExpressions.every(({ key, operator, values }) => {
    const value = labels.get(key)
    switch (operator) {
      case 'In':
        return value !== undefined && values.includes(value)
      case 'NotIn':
        return value === undefined || !values.includes(value)
      case 'Exists':
        return value !== undefined
      case 'DoesNotExist':
        return value === undefined
      default:
        return false
    }
  })
}
