import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { Span } from '../../text/span.ts'
import { markerWords } from './marker-words.ts'

/** A word of a marker and what it is. */
export interface MarkerToken {
  readonly span: Span
  readonly kind: 'namespace' | 'policy' | 'part'
}

/** The words of every marker of a file that names a policy, in the order of the text. */
export function markerTokens(snapshot: Snapshot, path: string): readonly MarkerToken[] {
  const file = snapshot.files.get(path)
  const tokens = (file?.facts.markers ?? []).flatMap((marker): readonly MarkerToken[] => {
    const words = markerWords(file?.text ?? '', marker)
    if (words === undefined) return []
    return [
      { span: words.namespace, kind: 'namespace' },
      { span: words.policy, kind: 'policy' },
      ...(words.part ? [{ span: words.part, kind: 'part' as const }] : []),
    ]
  })
  return tokens.toSorted((a, b) => a.span[0] - b.span[0])
}
