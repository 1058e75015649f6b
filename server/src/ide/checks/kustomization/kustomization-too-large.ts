import type { Check } from '../../check.ts'
import { visible } from '../../texts/words.ts'

/** A kustomization that would be too much work to evaluate: nothing is known of what it gives. */
export const kustomizationTooLarge: Check = {
  codes: [
    {
      code: 'kustomization-too-large',
      severity: 'information',
      flux: 'kustomize has no bound: it builds until it is done or its memory is full. Fluxmark counts its steps, objects times what is done to each, and gives up a kustomization beyond a million, 500 components or 60 kustomizations in a row. What such a kustomization gives is unknown then, here and in all that use it: nothing in its files is called wrong, and a marker may have its policy there. The count is the same on every machine.',
    },
  ],
  findings: ({ file, snapshot }) =>
    snapshot.index.tooLarge.roots
      .filter(root => root.file === file.path)
      .map(({ span, message }) => ({
        span,
        message: `${visible(message.replace(/^w/, 'W'))}: nothing is known of its resources. Split it, or let it use fewer kustomizations and patches.`,
      })),
}
