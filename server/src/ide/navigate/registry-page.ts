import { parseReference } from '../../flux/resources/image.ts'
import { isGoError } from '../../go/go-error.ts'

/**
 * The page on which a well-known registry shows an image to people; undefined for another registry, and for what is no
 * image. Made of the host that we know and the path as it was parsed; always https.
 */
export function registryPage(image: string): string | undefined {
  const reference = parseReference(image)
  if (isGoError(reference)) return undefined
  const { registry, repository } = reference.context
  const segments = repository.split('/')
  // What a browser would take for a step in a path is no name of an image.
  if (segments.some(segment => /^\.{0,2}$/.test(segment))) return undefined
  return pageOf(registry, repository, segments.length)
}

function pageOf(registry: string, repository: string, depth: number): string | undefined {
  if (registry === 'index.docker.io') {
    const official = /^library\/([^/]+)$/.exec(repository)?.[1]
    if (official !== undefined) return `https://hub.docker.com/_/${official}/tags`
    return depth === 2 ? `https://hub.docker.com/r/${repository}/tags` : undefined
  }
  if (registry === 'mcr.microsoft.com')
    return `https://mcr.microsoft.com/en-us/artifact/mar/${repository}/tags`
  if (depth < 2) return undefined
  // These lead people who come with a browser to the page of the image.
  if (registry === 'ghcr.io' || /^(?:[a-z]+\.)?gcr\.io$|^[a-z0-9-]+-docker\.pkg\.dev$/.test(registry))
    return `https://${registry}/${repository}`
  if (registry === 'quay.io')
    return depth === 2 ? `https://quay.io/repository/${repository}?tab=tags` : undefined
  if (registry === 'public.ecr.aws') return `https://gallery.ecr.aws/${repository}`
  return undefined
}
