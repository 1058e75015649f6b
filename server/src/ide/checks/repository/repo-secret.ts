import { causes } from '../../../flux/chain/causes.ts'
import { field } from '../../../text/node.ts'
import type { Fix } from '../../answers.ts'
import { type Check, codesOf, fix } from '../../check.ts'

/** The Secret that an ImageRepository names, as far as the workspace has it (docs/flux.md §2.4). */
export const repoSecret: Check = {
  codes: codesOf({
    'repo-secret-namespace': {
      severity: 'warning',
      flux: 'An ImageRepository reads the Secret of its own namespace. One of that name in another namespace is another Secret. A warning, since the cluster may have one that no file has.',
    },
    'repo-secret-type': {
      severity: 'warning',
      flux: 'Flux reads the logins of a registry from a Secret of the type `kubernetes.io/dockerconfigjson`, key `.dockerconfigjson`. What SOPS or an ExternalSecret hides is not judged.',
    },
    'repo-secret-host': {
      severity: 'warning',
      flux: 'The names below `auths` of the Secret are registries: the host, with `https://` or a path below it or not. Where none fits the image, Flux asks the registry without a login. The logins themselves are not looked at.',
    },
  }),
  *findings({ file, snapshot }) {
    for (const { code, place, verdict } of snapshot.unanswered.recall(causes).get(file.path) ?? []) {
      if (!code.startsWith('repo-secret-')) continue
      const { detail, remedy = '' } = verdict
      yield {
        code,
        span: place.span,
        message: `${detail}. ${remedy}`,
        fixes: () => (code === 'repo-secret-type' ? changeType() : []),
      }
      function changeType(): readonly Fix[] {
        const secret = file.facts.documents.find(
          ({ root }) => root && root.span[0] <= place.span[0] && place.span[1] <= root.span[1],
        )
        const type = field(secret?.root, 'type')
        const hasKey = ['data', 'stringData'].some(
          name => field(secret?.root, name, '.dockerconfigjson') !== undefined,
        )
        if (!hasKey || type?.kind !== 'scalar') return []
        const wanted = 'kubernetes.io/dockerconfigjson'
        return [fix(`Change the type to ${wanted}`, file, type.span, wanted)]
      }
    }
  },
}
