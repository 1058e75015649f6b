import { parseImage } from '../../../flux/resources/image.ts'
import { type ImageFault, imageFault } from '../../../flux/resources/image-fault.ts'
import { isImageRepository } from '../../../flux/resources/image-repository.ts'
import { isInline, partSpan, rewritten, specScalar } from '../../../flux/resources/spec-field.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import { isGoError } from '../../../go/go-error.ts'
import type { Scalar } from '../../../text/node.ts'
import { type Check, codesOf, fix } from '../../check.ts'
import { visible } from '../../texts/words.ts'

const words: Readonly<Record<string, Words>> = {
  'repo-image-scheme': {
    flux: 'The image is a name, no URL. With a scheme the ImageRepository is stalled (`ImageURLInvalid`), and nothing is scanned.',
    message: ({ part }) => `Flux takes no URL here and stalls: remove "${visible(part)}".`,
  },
  'repo-image-tag': {
    flux: 'The image is named without a tag: which one is selected is for the ImagePolicy to say. With a tag the ImageRepository is stalled (`ImageURLInvalid`).',
    message: ({ part }) => `Flux takes no tag here and stalls: remove "${visible(part)}".`,
  },
  'repo-image-digest': {
    flux: 'The image is named without a digest. With one the ImageRepository is stalled (`ImageURLInvalid`); Flux complains of a tag then.',
    message: () => 'Flux takes no digest here and stalls: remove it.',
  },
  'repo-image-uppercase': {
    flux: 'Registries take lower-case repository names only. Flux cannot parse any other and stalls the ImageRepository.',
    message: ({ corrected }) =>
      `Repository names are lower case: Flux cannot parse this and stalls. Write ${visible(corrected ?? '')}.`,
  },
  'repo-image-invalid': {
    flux: 'Flux cannot parse what is no image name, and stalls the ImageRepository (`ImageURLInvalid`).',
    message: ({ part }) => `This is no image name, and Flux stalls: ${visible(part)}`,
  },
}

/** An image that names an account of a registry, and no repository in it. */
export const repoImageAccountOnly: Check = {
  codes: [
    {
      code: 'repo-image-account-only',
      severity: 'warning',
      flux: 'Flux takes any name of one part or more. Some registries hold repositories only below an account, a group or a project: there `registry.digitalocean.com/acme` is no repository, the scan fails with a 404 or a 401, and a marker without suffix would write the account as the image.',
    },
  ],
  *findings({ resources, file }) {
    for (const repository of resources.filter(isImageRepository)) {
      const image = specScalar(repository, 'image')
      if (image === undefined || image.elsewhere || imageFault(image.text, repository.insecure)) continue
      const [host = '', ...path] = image.text.split('/')
      const [, levels, names] = accounts.find(([pattern]) => pattern.test(host)) ?? []
      if (levels === undefined || path.length === 0 || path.length >= levels) continue
      yield {
        span: partSpan(file, image, 0, image.text.length),
        message: `This names ${names} of ${visible(host)} and no image in it. Write ${visible(image.text)}/NAME, with the name of the image.`,
      }
    }
  },
}

/** Hosts that hold images only below an account, with the parts that a name has at least, and what the first ones are. */
const accounts: readonly (readonly [host: RegExp, levels: number, names: string])[] = [
  [/^registry\.digitalocean\.com$/, 2, 'a registry'],
  [/^ghcr\.io$/, 2, 'an owner'],
  [/^quay\.io$/, 2, 'an organization'],
  [/^registry\.gitlab\.com$/, 2, 'a group'],
  [/^[a-z0-9-]+-docker\.pkg\.dev$/, 3, 'a project or a repository'],
  [/^public\.ecr\.aws$/, 2, 'an alias'],
]

/** What is wrong with `spec.image` (docs/flux.md §2.1): one reading, a code for each outcome. */
export const repoImage: Check = {
  codes: codesOf(words),
  *findings({ resources, file }) {
    for (const repository of resources.filter(isImageRepository)) {
      const image = specScalar(repository, 'image')
      const fault = image && imageFault(image.text, repository.insecure)
      const wording = fault && words[fault.code]
      if (image === undefined || image.elsewhere || fault === undefined || wording === undefined) continue
      yield {
        code: fault.code,
        span: partSpan(file, image, fault.start, fault.end),
        message: wording.message(fault),
        fixes: () => fixes(file, image, fault),
      }
    }
  },
}

interface Words {
  readonly flux: string
  readonly message: (fault: ImageFault) => string
}

function fixes(file: SourceFile, image: Scalar, { corrected }: ImageFault) {
  if (corrected === undefined || !isInline(image) || isGoError(parseImage(corrected, false))) return []
  return [fix(`Change to ${corrected}`, file, image.span, rewritten(image, corrected))]
}
