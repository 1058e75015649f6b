import { textAt, type Value, valueAt } from '../../kustomize/values/value.ts'
import { isOurs, lackedFiles } from './lacked-files.ts'
import { markersOf, repositories, type Snapshot } from './snapshot.ts'

/** What of the workspace was not read, and matters to an image automation resource after all. */
export interface WantedFiles {
  /** Unread files that a kustomization of such a resource uses. */
  readonly paths: readonly string[]
  /** What files that matter hold, in ASCII: each such file is wanted. */
  readonly tokens: readonly string[]
}

/**
 * What should be read next. There is nothing once all of it was looked for. Without `withUnmarked` only what decides what
 * clusters receive: nothing else depends on the images of policies that no marker names.
 */
export function wantedFiles(snapshot: Snapshot, withUnmarked = true): WantedFiles {
  const { effective, unread } = snapshot
  const paths = lackedFiles(effective).filter(path => unread.has(path))
  const images = withUnmarked ? unmarked(snapshot) : []
  return { paths, tokens: [...new Set([...configMaps(snapshot), ...images])].sort() }
}

/** ConfigMaps that a Flux Kustomization of image automation takes variables from. */
function configMaps({ effective }: Snapshot): readonly string[] {
  return effective.fluxRoots
    .filter(isOurs)
    .flatMap(({ kustomization }) => items(valueAt(kustomization.body, 'spec', 'postBuild', 'substituteFrom')))
    .filter(item => textAt(item, 'kind') === 'ConfigMap')
    .map(item => `name: ${textAt(item, 'name')}`)
}

/** The images of policies that no marker names: they may stand somewhere without one. */
function unmarked(snapshot: Snapshot): readonly string[] {
  const found = [...snapshot.index.policies.values()]
    .flat()
    .filter(({ namespace = '', resource: { name } }) => {
      return markersOf(snapshot, { namespace, name }).length === 0
    })
  const images = found
    .flatMap(policy => repositories(snapshot, policy))
    .flatMap(({ resource: { image } }) => image?.value ?? [])
  return [...new Set(images)].slice(0, mostImages).flatMap(image => {
    const token = /\//.test(image) ? image.split('/').slice(-2).join('/') : `image: ${image}:`
    return /^[\w./: -]+$/.test(token) ? [token] : []
  })
}

/** So many images are looked for at most: each is compared with every file. */
const mostImages = 100

function items(value: Value | undefined): readonly Value[] {
  return value?.kind === 'list' ? value.items : []
}
