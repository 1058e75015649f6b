import { parseImage } from '../../../flux/resources/image.ts'
import { type ImageFault, imageFault } from '../../../flux/resources/image-fault.ts'
import {
  isInline,
  partSpan,
  repositoriesIn,
  rewritten,
  specScalar,
} from '../../../flux/resources/spec-field.ts'
import type { SourceFile } from '../../../flux/workspace/source-file.ts'
import { isGoError } from '../../../go/go-error.ts'
import type { Scalar } from '../../../text/node.ts'
import type { Span } from '../../../text/span.ts'
import { type Check, fix } from '../../check.ts'
import { visible } from '../../texts/words.ts'
import { repositoryExample } from './repository-example.ts'

/** What is wrong with `spec.image` (flux-semantics §2.1): one reading, a check for each outcome. */
export const repoImageChecks: readonly Check[] = [
  check('repo-image-scheme', {
    flux: 'The image is a name, no URL. With a scheme the ImageRepository is stalled (`ImageURLInvalid`), and nothing is scanned.',
    bad: `  image: oci://ghcr.io/acme/web
#        ^^^^^^ repo-image-scheme: Flux takes no URL here and stalls: remove "oci://".`,
    message: ({ part }) => `Flux takes no URL here and stalls: remove "${visible(part)}".`,
  }),
  check('repo-image-tag', {
    flux: 'The image is named without a tag: which one is selected is for the ImagePolicy to say. With a tag the ImageRepository is stalled (`ImageURLInvalid`).',
    bad: `  image: ghcr.io/acme/web:1.0.0
#                        ^^^^^^ repo-image-tag: Flux takes no tag here and stalls: remove ":1.0.0".`,
    message: ({ part }) => `Flux takes no tag here and stalls: remove "${visible(part)}".`,
  }),
  check('repo-image-digest', {
    flux: 'The image is named without a digest. With one the ImageRepository is stalled (`ImageURLInvalid`); Flux complains of a tag then.',
    bad: `  image: ghcr.io/acme/web@sha256:0123456789012345678901234567890123456789012345678901234567890123
#                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ repo-image-digest: Flux takes no digest here and stalls`,
    message: () => 'Flux takes no digest here and stalls: remove it.',
  }),
  check('repo-image-uppercase', {
    flux: 'Registries take lower-case repository names only. Flux cannot parse any other and stalls the ImageRepository.',
    bad: `  image: ghcr.io/Acme/web
#        ^^^^^^^^^^^^^^^^ repo-image-uppercase: Repository names are lower case: Flux cannot parse this and stalls. Write ghcr.io/acme/web.`,
    message: ({ mended }) =>
      `Repository names are lower case: Flux cannot parse this and stalls. Write ${visible(mended ?? '')}.`,
  }),
  check('repo-image-invalid', {
    flux: 'Flux cannot parse what is no image name, and stalls the ImageRepository (`ImageURLInvalid`).',
    bad: `  image: ghcr.io/acme/we b
#        ^^^^^^^^^^^^^^^^^ repo-image-invalid: This is no image name, and Flux stalls: could not parse reference: ghcr.io/acme/we b`,
    message: ({ part }) => `This is no image name, and Flux stalls: ${visible(part)}`,
  }),
]

interface Words {
  readonly flux: string
  readonly bad: string
  readonly message: (fault: ImageFault) => string
}

function check(code: string, words: Words): Check {
  const repository = (image: string) => repositoryExample(`  interval: 5m\n${image}`)
  return {
    code,
    severity: 'error',
    flux: words.flux,
    example: { bad: repository(words.bad), good: repository('  image: ghcr.io/acme/web') },
    *findings(file) {
      for (const repository of repositoriesIn(file)) {
        const image = specScalar(repository, 'image')
        const fault = image && imageFault(image.text, repository.insecure)
        if (image === undefined || fault?.code !== code) continue
        const span: Span = partSpan(file, image, fault.start, fault.end)
        yield { span, message: words.message(fault), fixes: fixes(file, image, fault) }
      }
    },
  }
}

function fixes(file: SourceFile, image: Scalar, { mended }: ImageFault) {
  if (mended === undefined || !isInline(image) || isGoError(parseImage(mended, false))) return []
  return [fix(`Change to ${mended}`, file, image.span, rewritten(image, mended))]
}
