import { namesImageObjects } from '../../../flux/schema/broken-objects.ts'
import { maxLength } from '../../../flux/workspace/source-file.ts'
import type { Check } from '../../check.ts'

/** A file that is too long to be parsed here: nothing of it is known. */
export const fileTooLarge: Check = {
  codes: [
    {
      code: 'file-too-large',
      severity: 'information',
      flux: 'Flux has no bound here: it reads markers and objects of a file of any length. Where such a file names objects of image automation, or has markers, the finding is a warning.',
    },
  ],
  *findings({ file: { text, isTooLong } }) {
    if (!isTooLong) return
    const isConcerned = text.includes('"$imagepolicy"') || namesImageObjects(text)
    yield {
      span: [0, 1],
      message: `This file has more than ${maxLength.toLocaleString('en')} characters, and is not read here: Flux may do in it what is not shown. Split it.`,
      ...(isConcerned ? { severity: 'warning' as const } : {}),
    }
  },
}
