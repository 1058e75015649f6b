import type { YamlDocument } from '../text/node.ts'
import { readDocuments } from '../text/yaml.ts'
import { type FileProblem, fileProblem } from './file-problem.ts'
import { type FluxObject, fluxObjectOf } from './flux-object.ts'
import { type MarkedValue, markedValuesOf } from './marked-value.ts'
import { type Marker, markersOf } from './marker.ts'
import { type TextMarker, textMarkers } from './marker-in-text.ts'
import { gluedMarkers, type NearMarker, nearMarker } from './near-marker.ts'
import { type ImageResource, resourcesOf } from './resources.ts'
import { type StrayMarker, strayMarkers } from './stray-marker.ts'

/** All we know of one file from its text alone. */
export interface Facts {
  readonly documents: readonly YamlDocument[]
  readonly markers: readonly Marker[]
  /** Those that name a policy, each with the entry that its value is in. */
  readonly markedValues: readonly MarkedValue[]
  readonly resources: readonly ImageResource[]
  /** Flux's objects of other kinds: sources, Kustomizations, alerts. */
  readonly fluxObjects: readonly FluxObject[]
  /** Comments that were meant as markers and are misspelt. */
  readonly nearMarkers: readonly NearMarker[]
  /** Markers to the letter, where Flux reads none. */
  readonly strayMarkers: readonly StrayMarker[]
  /** Markers inside strings. */
  readonly textMarkers: readonly TextMarker[]
  /** Why Flux passes over the whole file. */
  readonly problem?: FileProblem
}

/** Reads a file's text. Never throws, whatever the text: what is broken is in the documents' errors. */
export function readFacts(text: string): Facts {
  const documents = readDocuments(text)
  const markers = markersOf(documents)
  const problem = fileProblem(text, documents)
  return {
    documents,
    markers,
    markedValues: markedValuesOf(documents, markers),
    resources: documents.flatMap(resourcesOf),
    fluxObjects: documents.flatMap(document => fluxObjectOf(document) ?? []),
    nearMarkers: [
      ...documents.flatMap(({ comments }) => comments.flatMap(comment => nearMarker(comment) ?? [])),
      ...gluedMarkers(text, documents),
    ],
    strayMarkers: documents.flatMap(document => strayMarkers(document, markers)),
    textMarkers: textMarkers(text, documents),
    ...(problem ? { problem } : {}),
  }
}
