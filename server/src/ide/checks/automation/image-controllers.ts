import { installRemedy, missingControllers } from '../../../flux/chain/missing-controllers.ts'
import type { Check } from '../../check.ts'

/** Image automation objects of a cluster whose Flux has no controller for them. */
export const imageControllersMissing: Check = {
  codes: [
    {
      code: 'image-controllers-missing',
      severity: 'warning',
      flux: '`flux bootstrap`, `flux install` and flux-operator install neither the image-reflector-controller nor the image-automation-controller unless they are told to. Without them, and without their definitions, the cluster refuses ImageRepositories, ImagePolicies and ImageUpdateAutomations. A warning, since they may have been installed by hand. Nothing is reported where another file may install them.',
    },
  ],
  *findings({ file, snapshot }) {
    for (const cluster of snapshot.unanswered.recall(missingControllers)) {
      if (cluster.path !== file.path) continue
      const { installed, missing, objects } = cluster
      const paths = [...new Set(objects.map(({ path }) => path))]
      const [first = '', ...more] = paths
      const others =
        more.length === 0 ? '' : ` and ${more.length} more ${more.length === 1 ? 'file' : 'files'}`
      yield {
        span: installed.span,
        message: `Flux is installed without ${missing.join(' and ')}, so that the image automation objects in ${first}${others} never run. ${installRemedy(cluster)}`,
      }
    }
  },
}
