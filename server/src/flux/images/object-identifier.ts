import type { Node } from '../../text/node.ts'
import { textAt } from '../../text/node.ts'

/** The Kubernetes object that a value stands in; absent fields are empty, as in a commit message. */
export interface ObjectIdentifier {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/** Who a document is. */
export function identifier(root: Node | undefined): ObjectIdentifier {
  return {
    apiVersion: textAt(root, 'apiVersion') ?? '',
    kind: textAt(root, 'kind') ?? '',
    namespace: textAt(root, 'metadata', 'namespace') ?? '',
    name: textAt(root, 'metadata', 'name') ?? '',
  }
}
