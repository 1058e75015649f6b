import { field, type Node } from '../../text/node.ts'

/** Whether SOPS keeps a checksum of a whole document, of its plain values too: whoever changes one breaks it. */
export function isSigned(root: Node | undefined): boolean {
  const sops = field(root, 'sops')
  const partial = field(sops, 'mac_only_encrypted')
  return field(sops, 'mac') !== undefined && !(partial?.kind === 'scalar' && partial.value === true)
}
