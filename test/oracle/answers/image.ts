import { parseImage, parseReference } from '../../../server/src/flux/resources/image.ts'
import { isGoError } from '../../../server/src/go/go-error.ts'
import type { Answer } from '../compare.ts'

export function imageRef({ in: text }: { readonly in: string }): Answer {
  const reference = parseReference(text)
  return {
    repository: parseImage(text, false),
    repositoryInsecure: parseImage(text, true),
    reference: isGoError(reference) ? reference : { ...reference, context: reference.context.canonical },
  }
}
