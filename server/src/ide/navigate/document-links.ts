import { isImageRepository } from '../../flux/resources/image-repository.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { Scalar } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import type { Place } from '../answers.ts'
import { objectReferences } from './object-references.ts'
import { registryPage } from './registry-page.ts'

/** A value that leads somewhere: to a page of a registry, or to a place in the workspace. */
export interface DocumentLink {
  readonly span: Span
  readonly words: string
  readonly to: { readonly page: string } | Place
}

/** Images lead to their page at a registry that has one for people; references and folders to where they are. */
export function documentLinks(snapshot: Snapshot, path: string): readonly DocumentLink[] {
  const file = snapshot.files.get(path)
  if (file === undefined) return []
  const images = file.facts.resources.flatMap(resource => {
    const image = isImageRepository(resource) ? resource.image : undefined
    return image === undefined ? [] : linkOf(image.value, image.span)
  })
  const values = /image|repository|newName|tag/i.test(file.text) ? file.facts.imageSites : []
  const sites = values.flatMap(({ values: { image, name }, image: { name: whole } }) => {
    const scalar = image ?? name
    return scalar === undefined ? [] : linkOf(image ? image.text : whole, spanOf(scalar))
  })
  const marked = file.facts.markers.flatMap(({ setter, value: { span, scalar } }) =>
    setter?.part === 'image' || setter?.part === 'name' ? linkOf(scalar.text, span) : [],
  )
  const places = objectReferences(snapshot, file).flatMap(({ span, words, places: [first] }) =>
    first === undefined ? [] : [{ span, words: `Open ${words}`, to: first }],
  )
  const all = [...images, ...sites, ...marked, ...places].map(one => [one.span.join(), one] as const)
  return [...new Map(all).values()].toSorted((a, b) => a.span[0] - b.span[0])
}

function linkOf(image: string, span: Span): readonly DocumentLink[] {
  const page = registryPage(image)
  return page === undefined
    ? []
    : [{ span, words: 'Open the page of the image at its registry', to: { page } }]
}

function spanOf({ span: [start, end], style }: Scalar): Span {
  return style === 'single' || style === 'double' ? [start + 1, end - 1] : [start, end]
}
