import { isSigned } from '../../../flux/markers/is-signed.ts'
import { type Check, markerNameSpan } from '../../check.ts'
import { markedValues } from './marked-value.ts'

/** A marker in a document that SOPS has signed (docs/flux.md §4.5, row 38). */
export const sops: Check = {
  codes: [
    {
      code: 'marker-sops',
      severity: 'warning',
      flux: 'SOPS keeps a checksum of a whole document, of its plain values too. Flux changes the marked value and not the checksum: the kustomize-controller then refuses to decrypt the file. (With `mac_only_encrypted` plain values are not part of it.)',
    },
  ],
  *findings({ file }) {
    // Found once a document: it may have thousands of markers, and of fields.
    const signed = file.facts.documents.map(({ root }) => isSigned(root))
    for (const { marker, setter } of markedValues(file)) {
      if (!signed[marker.document]) continue
      yield {
        span: markerNameSpan(file, marker, setter),
        message:
          'This document is encrypted with SOPS, whose checksum covers the marked value: after the first update it no longer decrypts. Keep the image in a file of its own.',
      }
    }
  },
}
