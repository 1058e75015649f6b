import { newestFlux } from '../../flux/resources/kinds.ts'
import { formatsOf, type Option, type Verb } from '../verb.ts'

/** The options that every verb takes, `--format` with the verb's own formats. */
export function commonOptions(verb: Pick<Verb, 'formats'>): readonly Option[] {
  return [
    { name: 'format', choices: formatsOf(verb), summary: 'how the answer is printed' },
    { name: 'offline', summary: 'make no request' },
    { name: 'tags', value: 'FILE', summary: 'take tags from a file of `fluxmark scan`, and make no request' },
    {
      name: 'flux-version',
      value: 'VERSION',
      summary: `the Flux that the cluster runs, such as ${newestFlux}; auto reads it from the repository`,
      problem: value =>
        /^(?:auto|v?2\.\d{1,3}(?:\.\d{1,3})?)$/.test(value)
          ? undefined
          : `takes auto or a version of Flux 2 such as ${newestFlux} or 2.6.4, not "${value}"`,
    },
    {
      name: 'default-namespace',
      value: 'NS',
      summary: 'the namespace of resources that name none and that no kustomization puts into one',
      problem: value =>
        /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(value)
          ? undefined
          : `takes the name of a namespace such as flux-system, not "${value}"`,
    },
    {
      name: 'allow-host',
      value: 'HOST',
      isRepeatable: true,
      summary: 'a registry host that may be asked; * for all',
    },
    {
      name: 'insecure-host',
      value: 'HOST',
      isRepeatable: true,
      summary: 'a registry host that may be asked, over plain HTTP and with logins too',
    },
    { name: 'verbose', summary: 'say on standard error what was read and which registries were asked' },
  ]
}
