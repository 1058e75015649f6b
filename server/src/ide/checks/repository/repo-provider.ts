import {
  cloudHosts,
  cloudOf,
  ignoresSecret,
  registryOf,
  unfitHost,
} from '../../../flux/resources/cloud-registries.ts'
import { type ImageRepository, isImageRepository } from '../../../flux/resources/image-repository.ts'
import type { ImageResource } from '../../../flux/resources/kinds.ts'
import { innerSpan, repositoriesIn, specField, specScalar } from '../../../flux/resources/spec-field.ts'
import type { FluxMinor } from '../../../flux/schema/schema.ts'
import { fluxVersionsAt } from '../../../flux/version/flux-version-at.ts'
import type { Snapshot } from '../../../flux/workspace/snapshot.ts'
import { field } from '../../../text/node.ts'
import type { Fix } from '../../answers.ts'
import { type Check, fix } from '../../check.ts'
import { removeField, setField } from '../../fixes/field-edits.ts'

/** A provider that does not serve the image's registry (docs/flux.md §2.4). */
export const repoProviderHostMismatch: Check = {
  codes: [
    {
      code: 'repo-provider-host-mismatch',
      severity: 'error',
      flux: 'With `provider: aws`, `azure` or `gcp` Flux gets its login from that cloud, and refuses any registry that is not one of the cloud’s own. Flux 2.6 does so only where there is no `secretRef`; up to 2.5 it scans such a registry without a login. Where nothing tells the version of Flux, this is a warning.',
    },
  ],
  *findings({ file, resources, snapshot }) {
    const { everywhere, assumed } = versionsAt(snapshot, file.path)
    for (const repository of resources.filter(isImageRepository)) {
      const provider = specScalar(repository, 'provider')
      const host = registryOf(repository)
      if (provider === undefined || provider.elsewhere || host === undefined) continue
      if (!everywhere(flux => unfitHost(repository, flux) !== undefined)) continue
      const own = cloudOf(host) ?? 'generic'
      yield {
        ...(assumed === '' ? {} : { severity: 'warning' }),
        span: innerSpan(provider),
        message: `${host} is no registry of ${provider.text}: Flux cannot log in and never scans. Write ${own}.${assumed}`,
        fixes: () => guessed([fix(`Change to ${own}`, file, innerSpan(provider), own)], assumed),
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
      flux: 'With `provider: aws`, `azure` or `gcp` the login comes from the cloud, and from Flux 2.7 on `secretRef` is ignored without a word. Up to 2.6 it is the other way round: the secret is used, and the provider is not asked.',
    },
  ],
  *findings({ file, snapshot, resources }) {
    const { everywhere, assumed } = versionsAt(snapshot, file.path)
    for (const repository of repositoriesIn(file)) {
      const spec = field(repository.node, 'spec')
      const key =
        spec?.kind === 'mapping'
          ? spec.entries.find(one => one.key.kind === 'scalar' && one.key.text === 'secretRef')?.key
          : undefined
      if (spec?.kind !== 'mapping' || key === undefined) continue
      if (!received(repository, resources).every(one => everywhere(flux => ignoresSecret(one, flux))))
        continue
      const remove = removeField(file, spec, 'secretRef')
      yield {
        span: key.span,
        message: `With provider ${repository.provider} Flux ignores this secret. Remove it, or set the provider to generic.${assumed}`,
        fixes: () => guessed(remove ? [{ title: 'Remove secretRef', edits: [remove] }] : [], assumed),
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
  *findings({ file, resources }) {
    for (const repository of repositoriesIn(file)) {
      const image = specScalar(repository, 'image')
      const host = registryOf(repository)
      if (image === undefined || host === undefined || host === 'public.ecr.aws') continue
      if (!cloudHosts.aws?.test(host)) continue
      if (!received(repository, resources).every(({ provider }) => provider === 'generic')) continue
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

/** Whether something holds under each version of Flux that may apply a file, and what to say where that is assumed. */
function versionsAt(snapshot: Snapshot, path: string) {
  const { running, isAssumed } = fluxVersionsAt(snapshot, path)
  return {
    everywhere: (holds: (flux: FluxMinor) => boolean) => running.every(({ flux }) => holds(flux)),
    assumed: isAssumed
      ? ` The version of Flux is not known here (assumed ${running[0]?.flux}): set fluxVersion where it is another one.`
      : '',
  }
}

/** What is advised for a version that is only assumed is no part of fix-all. */
function guessed(fixes: readonly Fix[], assumed: string): readonly Fix[] {
  return assumed === '' ? fixes : fixes.map(one => ({ ...one, isGuess: true }))
}

/** A repository of a file in every form in which clusters receive it. */
function received(
  repository: ImageRepository,
  resources: readonly ImageResource[],
): readonly ImageRepository[] {
  const forms = resources.filter(isImageRepository).filter(({ span }) => span[0] === repository.span[0])
  return forms.length === 0 ? [repository] : forms
}
