import { environmentAt } from '../../../flux/project/environments.ts'
import { duration } from '../../../flux/resources/duration.ts'
import { parseImage } from '../../../flux/resources/image.ts'
import { isImageRepository } from '../../../flux/resources/image-repository.ts'
import {
  innerSpan,
  repositoriesIn,
  rewritten,
  specField,
  specScalar,
} from '../../../flux/resources/spec-field.ts'
import { defaultExclusionList, storedTags } from '../../../flux/selection/tags.ts'
import { isGoError } from '../../../go/go-error.ts'
import { type Check, fix } from '../../check.ts'
import { setField } from '../../fixes/field-edits.ts'
import { visible } from '../../texts/words.ts'

const minute = 60_000

/** Minutes between two scans, from and to, by the kind of environment. */
const usual = { staging: [1, 2], production: [5, 10] } as const

/** A scan too often or too seldom for its environment. */
export const repoIntervalEnvironment: Check = {
  codes: [
    {
      code: 'repo-interval-environment',
      severity: 'warning',
      default: 'strict',
      flux: 'A new tag is seen at the next scan. Staging should show it soon (every 1 to 2 minutes); production need not hurry, and spares the registry (every 5 to 10 minutes). The environment is the one of `fluxmark.yaml`, or the folder’s name.',
    },
  ],
  *findings({ file, snapshot }) {
    const environment = environmentAt(snapshot, file.path)
    if (environment?.kind === undefined) return
    const [least, most] = usual[environment.kind]
    for (const repository of repositoriesIn(file)) {
      const interval = specScalar(repository, 'interval')
      const every = interval && duration(interval.text)
      if (interval === undefined || every === undefined) continue
      if (every >= least * minute && every <= most * minute) continue
      const nearest = `${every < least * minute ? least : most}m`
      yield {
        span: innerSpan(interval),
        message: `A scan every ${visible(interval.text)} in ${visible(environment.name)}: the rule for ${environment.kind} is ${least} to ${most} minutes.`,
        fixes: () => [fix(`Change to ${nearest}`, file, interval.span, rewritten(interval, nearest))],
      }
    }
  },
}

/** Docker Hub, asked often and by nobody's name. */
export const repoHubAnonymous: Check = {
  codes: [
    {
      code: 'repo-hub-anonymous',
      severity: 'warning',
      default: 'strict',
      flux: 'Docker Hub limits requests without a login by address, and a cluster shares its address with everything in it: where scans use the limit up, pulls of images fail too.',
    },
  ],
  *findings({ file, snapshot }) {
    for (const repository of repositoriesIn(file)) {
      const image = repository.image && parseImage(repository.image.value, repository.insecure)
      if (image === undefined || isGoError(image) || image.registry !== 'index.docker.io') continue
      // A service account may bring a login along.
      if (specField(repository, 'secretRef') || specField(repository, 'serviceAccountName')) continue
      const interval = specScalar(repository, 'interval')
      const every = interval && duration(interval.text)
      if (interval === undefined || every === undefined || every >= 5 * minute) continue
      const isStaging = environmentAt(snapshot, file.path)?.kind === 'staging'
      yield {
        span: innerSpan(interval),
        message: `Docker Hub is asked every ${visible(interval.text)} without a login, and limits such requests by address. Add secretRef${isStaging ? '' : ', or scan every 5m or less often'}.`,
        fixes: () => (isStaging ? [] : [fix('Change to 5m', file, interval.span, rewritten(interval, '5m'))]),
      }
    }
  },
}

/** Tags that are no images to deploy, by what they hold. */
const besides = [
  { what: 'signatures', tag: /^sha256-[0-9a-f]{64}(?:\.\w+)?$/, pattern: '^sha256-[0-9a-f]{64}' },
  {
    what: 'build caches',
    tag: /^(?:build-?)?cache(?:$|[-_.])|[-_.](?:build-?)?cache$/,
    pattern: '(^|[-_.])(build-?)?cache($|[-_.])',
  },
  { what: 'builds of pull requests', tag: /^pr-?[0-9]+(?:$|[-_.])/i, pattern: '^[Pp][Rr]-?[0-9]+($|[-_.])' },
] as const

/** Signatures and builds among the tags, and nothing that leaves them out. */
export const repoExclusionMissing: Check = {
  codes: [
    {
      code: 'repo-exclusion-missing',
      severity: 'hint',
      default: 'strict',
      flux: 'Signatures, attestations, build caches and builds of pull requests are tags like any other: Flux stores them, compares them, and may select one. `exclusionList` leaves them out of the scan; without one Flux leaves out `^.*\\.sig$` alone.',
    },
  ],
  *findings({ file, snapshot, resources }) {
    for (const repository of resources.filter(isImageRepository)) {
      const image = repository.image && parseImage(repository.image.value, repository.insecure)
      const scan = image === undefined || isGoError(image) ? undefined : snapshot.scans.get(image.canonical)
      const tags = scan && 'value' in scan ? storedTags([...scan.value.tags], repository.exclusionList) : []
      if (isGoError(tags)) continue
      const found = besides.flatMap(one => {
        const sample = tags.find(tag => one.tag.test(tag))
        return sample === undefined ? [] : [{ ...one, sample }]
      })
      const list = specField(repository, 'exclusionList')
      if (found.length === 0 || list?.elsewhere) continue
      const names = found.map(({ what, sample }) => `${what} (${visible(shortened(sample))})`).join(', ')
      const own = repositoriesIn(file).find(({ node }) => node === repository.node)
      yield {
        span: list ? list.span : repository.span,
        message: `Among the tags are ${names}. Leave them out with exclusionList.`,
        fixes: () => {
          const patterns = [...defaultExclusionList, ...found.map(({ pattern }) => pattern)]
          const value = `[${patterns.map(pattern => `'${pattern}'`).join(', ')}]`
          const edit = own && !list ? setField(file, own.node, ['spec', 'exclusionList'], value) : undefined
          // A policy may want builds; signatures are never wanted.
          const isGuess = found.some(({ what }) => what !== 'signatures')
          return edit ? [{ title: 'Leave them out with exclusionList', edits: [edit], isGuess }] : []
        },
      }
    }
  },
}

function shortened(tag: string): string {
  return tag.length > 24 ? `${tag.slice(0, 20)}…` : tag
}
