import { cloudHosts, cloudOf, registryOf, unfitHost } from '../../../flux/resources/cloud-registries.ts'
import { isImageRepository } from '../../../flux/resources/image-repository.ts'
import { innerSpan, repositoriesIn, specField, specScalar } from '../../../flux/resources/spec-field.ts'
import { field } from '../../../text/node.ts'
import { type Check, fix } from '../../check.ts'
import { removeField, setField } from '../../fixes/field-edits.ts'

/** A provider that does not serve the image's registry (docs/flux.md §2.4). */
export const repoProviderHostMismatch: Check = {
  codes: [
    {
      code: 'repo-provider-host-mismatch',
      severity: 'error',
      flux: 'With `provider: aws`, `azure` or `gcp` Flux gets its login from that cloud, and refuses any registry that is not one of the cloud’s own.',
    },
  ],
  *findings({ file, resources }) {
    for (const repository of resources.filter(isImageRepository)) {
      const provider = specScalar(repository, 'provider')
      const host = unfitHost(repository)
      if (provider === undefined || provider.elsewhere || host === undefined) continue
      const own = cloudOf(host) ?? 'generic'
      yield {
        span: innerSpan(provider),
        message: `${host} is no registry of ${provider.text}: Flux cannot log in and never scans. Write ${own}.`,
        fixes: () => [fix(`Change to ${own}`, file, innerSpan(provider), own)],
      }
    }
  },
}

/** A secret beside a cloud's login (docs/flux.md §2.4). */
export const repoProviderIgnoresSecret: Check = {
  codes: [
    {
      code: 'repo-provider-ignores-secret',
      severity: 'warning',
      flux: 'With `provider: aws`, `azure` or `gcp` the login comes from the cloud, and `secretRef` is ignored without a word.',
    },
  ],
  *findings({ file }) {
    for (const repository of repositoriesIn(file)) {
      const spec = field(repository.node, 'spec')
      const key =
        spec?.kind === 'mapping'
          ? spec.entries.find(one => one.key.kind === 'scalar' && one.key.text === 'secretRef')?.key
          : undefined
      if (cloudHosts[repository.provider] === undefined || spec?.kind !== 'mapping' || key === undefined)
        continue
      const remove = removeField(file, spec, 'secretRef')
      yield {
        span: key.span,
        message: `With provider ${repository.provider} Flux ignores this secret. Remove it, or set the provider to generic.`,
        fixes: () => (remove ? [{ title: 'Remove secretRef', edits: [remove] }] : []),
      }
    }
  },
}

/** ECR with a login of one's own (docs/flux.md §2.4). */
export const repoEcrWithoutProvider: Check = {
  codes: [
    {
      code: 'repo-ecr-without-provider',
      severity: 'hint',
      flux: 'A login of ECR is good for twelve hours. With `provider: aws` Flux gets one from the node or the service account whenever it needs it; a secret has to be renewed by something else.',
    },
  ],
  *findings({ file }) {
    for (const repository of repositoriesIn(file)) {
      const image = specScalar(repository, 'image')
      const host = registryOf(repository)
      if (image === undefined || host === undefined || host === 'public.ecr.aws') continue
      if (repository.provider !== 'generic' || !cloudHosts.aws?.test(host)) continue
      const edit = setField(file, repository.node, ['spec', 'provider'], 'aws')
      const start = innerSpan(image)[0]
      yield {
        span: [start, start + host.length],
        message: 'Logins of ECR expire after twelve hours: with provider aws Flux gets them by itself.',
        fixes: () =>
          edit && !specField(repository, 'secretRef')
            ? [{ title: 'Set provider to aws', edits: [edit] }]
            : [],
      }
    }
  },
}
