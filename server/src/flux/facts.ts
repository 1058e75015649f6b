import type { YamlDocument } from '../text/node.ts'
import { readDocuments } from '../text/yaml.ts'
import { type Marker, markersOf } from './marker.ts'
import { type ImageResource, resourcesOf } from './resources.ts'

/** All we know of one file from its text alone. */
export interface Facts {
  readonly documents: readonly YamlDocument[]
  readonly markers: readonly Marker[]
  readonly resources: readonly ImageResource[]
}

/** Reads a file's text. Never throws, whatever the text: what is broken is in the documents' errors. */
export function readFacts(text: string): Facts {
  const documents = readDocuments(text)
  return {
    documents,
    markers: markersOf(documents),
    resources: documents.flatMap(resourcesOf),
  }
}
