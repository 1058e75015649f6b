import { field, textAt } from '../../text/node.ts'
import type { Snapshot } from '../workspace/snapshot.ts'

/** An object that events come from; where no name is given, any of that kind. */
export interface EventSource {
  readonly kind: string
  readonly name?: string
  readonly namespace: string | undefined
}

/**
 * Whether an Alert of the workspace takes the events of an object: all of them, which a commit is one of, or its
 * errors. What files do not tell, such as the labels that an Alert selects by, counts as taken.
 */
export function isAlerted(snapshot: Snapshot, source: EventSource, events: 'all' | 'errors'): boolean {
  return snapshot.index.fluxObjects.some(({ object }) => {
    if (object.kind !== 'Alert' || textAt(object.node, 'spec', 'suspend') === 'true') return false
    if (events === 'all' && textAt(object.node, 'spec', 'eventSeverity') === 'error') return false
    const sources = field(object.node, 'spec', 'eventSources')
    return (sources?.kind === 'sequence' ? sources.items : []).some(one => {
      const [kind, name] = [textAt(one, 'kind'), textAt(one, 'name')]
      const namespace = textAt(one, 'namespace') ?? object.namespace
      return (
        kind === source.kind &&
        (name === '*' || source.name === undefined || name === source.name) &&
        (namespace === undefined || source.namespace === undefined || namespace === source.namespace)
      )
    })
  })
}
