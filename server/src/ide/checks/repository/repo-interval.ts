import { duration } from '../../../flux/resources/duration.ts'
import { isImageRepository } from '../../../flux/resources/image-repository.ts'
import { innerSpan, specScalar } from '../../../flux/resources/spec-field.ts'
import { type Check, fix } from '../../check.ts'

/** A scan so often that registries mind (docs/flux.md §7). */
export const repoIntervalTooShort: Check = {
  codes: [
    {
      code: 'repo-interval-too-short',
      severity: 'warning',
      flux: 'Flux lists all tags of the image anew at every interval. Below half a minute registries answer 429, and since the timeout is the interval where none is given, a long list never arrives.',
    },
  ],
  *findings({ resources, file }) {
    for (const repository of resources.filter(isImageRepository)) {
      const interval = specScalar(repository, 'interval')
      const milliseconds = interval && duration(interval.text)
      if (
        interval === undefined ||
        interval.elsewhere ||
        milliseconds === undefined ||
        milliseconds >= 30_000
      )
        continue
      const span = innerSpan(interval)
      yield {
        span,
        message: `A scan every ${interval.text} lists all tags each time: registries refuse that before long. 5m is usual.`,
        fixes: () => [fix('Change to 5m', file, span, '5m')],
      }
    }
  },
}
