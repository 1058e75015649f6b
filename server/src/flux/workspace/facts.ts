import type { YamlDocument } from '../../text/node.ts'
import { plainDocuments } from '../../text/plain/plain-documents.ts'
import { readDocuments } from '../../text/yaml.ts'
import { type ImageSite, imageSites } from '../images/image-sites.ts'
import { type MarkedValue, markedValuesOf } from '../markers/marked-value.ts'
import { type Marker, markersInLines, markersOf } from '../markers/marker.ts'
import { type TextMarker, textMarkers } from '../markers/marker-in-text.ts'
import { gluedMarkers, type NearMarker, nearMarker } from '../markers/near-marker.ts'
import { type StrayMarker, strayMarkers } from '../markers/stray-marker.ts'
import { imageNames } from '../markers/unmarked-images.ts'
import { once } from '../once.ts'
import { type FluxObject, fluxObjectOf } from '../resources/flux-object.ts'
import { policyKind } from '../resources/kinds.ts'
import { type ImageResource, resourcesOf } from '../resources/resources.ts'
import { type BrokenObject, brokenObjects, namesImageObjects } from '../schema/broken-objects.ts'
import { type ImageObject, imageObjects } from '../schema/image-objects.ts'
import { type InstalledControllers, installedControllers } from '../version/image-controllers.ts'
import { installedFlux } from '../version/installed-flux.ts'
import { type FileProblem, fileProblem, problemOnceMarked } from './file-problem.ts'

/** All we know of one file from its text alone. */
export interface Facts {
  readonly documents: readonly YamlDocument[]
  readonly markers: readonly Marker[]
  /** Those that name a policy, each with the entry that its value is in. */
  readonly markedValues: readonly MarkedValue[]
  readonly resources: readonly ImageResource[]
  /** Objects that are, or were meant to be, of the three kinds, whole or not. */
  readonly imageObjects: readonly ImageObject[]
  /** Objects of the three kinds that no cluster takes, or none as it was meant. */
  readonly brokenObjects: readonly BrokenObject[]
  /** Whether it seems to be a template that makes ImagePolicies: a Helm chart's, a ResourceSet. */
  readonly mayTemplatePolicies: boolean
  /** The version of Flux that the file installs: `2.9.3`, or `2.9` of a range. */
  readonly fluxVersion: string | undefined
  /** The controllers that the file installs, where it lists them. */
  readonly controllers: InstalledControllers | undefined
  /** Flux's objects of other kinds: sources, Kustomizations, alerts. No HelmReleases: they are many, and none is asked about. */
  readonly fluxObjects: readonly FluxObject[]
  /** Comments that were meant as markers and are misspelt. */
  readonly nearMarkers: readonly NearMarker[]
  /** Markers to the letter, where Flux reads none. */
  readonly strayMarkers: readonly StrayMarker[]
  /** Markers inside strings. */
  readonly textMarkers: readonly TextMarker[]
  /** The canonical names of the images that it seems to name; see `imageNames`. */
  readonly imageNames: ReadonlySet<string>
  /** Where its objects name images, with and without markers. */
  readonly imageSites: readonly ImageSite[]
  /** Why Flux passes over the whole file. */
  readonly problem: FileProblem | undefined
  /** Why it would, were there a marker at one of its images. */
  readonly problemOnceMarked: FileProblem | undefined
}

/**
 * Reads a file's text. Never throws, whatever the text: what is broken is in the documents' errors.
 * Each fact is found when it is first asked for, and without parsing where the text lacks the words it takes: of a
 * repository's thousands of files an editor asks most for nothing.
 */
export function readFacts(text: string): Facts {
  const documents = once(() => readDocuments(text))
  const hasMarkers = once(() => text.includes('imagepolicy'))
  const hasMisspelt = once(() => /imagepolicy/i.test(text))
  const markers = once(() => (hasMarkers() ? (markersInLines(text) ?? markersOf(documents())) : []))
  const markedValues = once(() => (markers().length > 0 ? markedValuesOf(documents(), markers()) : []))
  const resources = once(() =>
    text.includes('image.toolkit.fluxcd.io') ? documents().flatMap(resourcesOf) : [],
  )
  const objects = once(() => (text.includes('fluxcd') ? documents().flatMap(imageObjects) : []))
  const broken = once(() => (namesImageObjects(text) ? brokenObjects(text, documents()) : []))
  const fluxVersion = once(() => installedFlux(text))
  const controllers = once(() => installedControllers(text))
  const mayTemplate = once(() => text.includes(policyKind) && text.split(/^---/m).some(isTemplate))
  const fluxObjects = once(() =>
    otherGroups.test(text) ? documents().flatMap(document => fluxObjectOf(document) ?? []) : [],
  )
  const nearMarkers = once(() => (hasMisspelt() ? nearMarkersOf(text, documents()) : []))
  const strays = once(() =>
    hasMarkers() ? documents().flatMap(document => strayMarkers(document, markers())) : [],
  )
  const inText = once(() => (hasMarkers() ? textMarkers(text, documents()) : []))
  const names = once(() => imageNames(text))
  // Asked of every file of a workspace: the tree of most is made line by line, and is not kept.
  const images = once(() => {
    const bare = plainDocuments(text) ?? documents()
    const sites = imageSites(bare)
    return { sites, problem: sites.length === 0 ? undefined : problemOnceMarked(text, bare) }
  })
  const problem = once(() => (hasMarkers() ? fileProblem(text, documents()) : undefined))
  return {
    get documents() {
      return documents()
    },
    get markers() {
      return markers()
    },
    get markedValues() {
      return markedValues()
    },
    get resources() {
      return resources()
    },
    get imageObjects() {
      return objects()
    },
    get brokenObjects() {
      return broken()
    },
    get mayTemplatePolicies() {
      return mayTemplate()
    },
    get fluxVersion() {
      return fluxVersion()
    },
    get controllers() {
      return controllers()
    },
    get fluxObjects() {
      return fluxObjects()
    },
    get nearMarkers() {
      return nearMarkers()
    },
    get strayMarkers() {
      return strays()
    },
    get textMarkers() {
      return inText()
    },
    get imageNames() {
      return names()
    },
    get imageSites() {
      return images().sites
    },
    get problem() {
      return problem()
    },
    get problemOnceMarked() {
      return images().problem
    },
  }
}

/** Whether a document holds an ImagePolicy and actions of a template: Helm's, or flux-operator's `<< >>`. */
function isTemplate(document: string): boolean {
  return /^[ \t-]*kind:[ \t]*["']?ImagePolicy\b/m.test(document) && /\{\{|<<[ -]/.test(document)
}

/** The groups of `fluxObjectOf`. */
const otherGroups = /(?<!\b(?:image|helm))\.toolkit\.fluxcd\.io\//

function nearMarkersOf(text: string, documents: readonly YamlDocument[]): readonly NearMarker[] {
  const misspelt = documents.flatMap(({ comments }) => comments.flatMap(comment => nearMarker(comment) ?? []))
  return [...misspelt, ...gluedMarkers(text, documents)]
}
