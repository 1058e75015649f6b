import type { YamlDocument } from '../../text/node.ts'
import { plainDocuments } from '../../text/plain/plain-documents.ts'
import { readManifest } from '../../text/yaml.ts'
import { type ImageSite, imageSites, isReadForImages } from '../images/image-sites.ts'
import { type MarkedValue, markedValuesOf } from '../markers/marked-value.ts'
import { type Marker, markersInLines, markersOf } from '../markers/marker.ts'
import { type TextMarker, textMarkers } from '../markers/marker-in-text.ts'
import { gluedMarkers, type NearMarker, nearMarker } from '../markers/near-marker.ts'
import { type StrayMarker, strayMarkers } from '../markers/stray-marker.ts'
import { imageNames } from '../markers/unmarked-images.ts'
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
 * repository's thousands of files an editor asks most for nothing. `mayHoldMarkers`: whether Flux opens it for markers.
 */
export function readFacts(text: string, mayHoldMarkers = true): Facts {
  return new LazyFacts(text, mayHoldMarkers)
}

/**
 * A class, since the engine reads getters of a literal with closures of its own ten times slower. Each fact is kept in a
 * field, and is not a closure that waits: of thousands of files most are never asked, and their closures took longer to
 * make than the files to search.
 */
class LazyFacts implements Facts {
  readonly #text: string
  readonly #mayHoldMarkers: boolean
  #hasMarkers: boolean | undefined
  #documents: Facts['documents'] | undefined
  #markers: Facts['markers'] | undefined
  #markedValues: Facts['markedValues'] | undefined
  #resources: Facts['resources'] | undefined
  #objects: Facts['imageObjects'] | undefined
  #broken: Facts['brokenObjects'] | undefined
  #mayTemplate: boolean | undefined
  #fluxObjects: Facts['fluxObjects'] | undefined
  #near: Facts['nearMarkers'] | undefined
  #strays: Facts['strayMarkers'] | undefined
  #inText: Facts['textMarkers'] | undefined
  #names: Facts['imageNames'] | undefined
  #images: Images | undefined
  // Facts that may be none: null is that it was looked for, and there is none.
  #fluxVersion: string | null | undefined
  #controllers: InstalledControllers | null | undefined
  #problem: FileProblem | null | undefined

  constructor(text: string, mayHoldMarkers: boolean) {
    this.#text = text
    this.#mayHoldMarkers = mayHoldMarkers
  }

  get documents(): Facts['documents'] {
    this.#documents ??= readManifest(this.#text)
    return this.#documents
  }
  get markers(): Facts['markers'] {
    this.#markers ??= this.#mayBeMarked ? (markersInLines(this.#text) ?? markersOf(this.documents)) : []
    return this.#markers
  }
  get markedValues(): Facts['markedValues'] {
    this.#markedValues ??= this.markers.length > 0 ? markedValuesOf(this.documents, this.markers) : []
    return this.#markedValues
  }
  get resources(): Facts['resources'] {
    this.#resources ??= this.#text.includes('image.toolkit.fluxcd.io')
      ? this.documents.flatMap(resourcesOf)
      : []
    return this.#resources
  }
  get imageObjects(): Facts['imageObjects'] {
    this.#objects ??= this.#text.includes('fluxcd') ? this.documents.flatMap(imageObjects) : []
    return this.#objects
  }
  get brokenObjects(): Facts['brokenObjects'] {
    this.#broken ??= namesImageObjects(this.#text) ? brokenObjects(this.#text, this.documents) : []
    return this.#broken
  }
  get mayTemplatePolicies(): boolean {
    this.#mayTemplate ??= this.#text.includes(policyKind) && this.#text.split(/^---/m).some(isTemplate)
    return this.#mayTemplate
  }
  get fluxVersion(): Facts['fluxVersion'] {
    if (this.#fluxVersion === undefined) this.#fluxVersion = installedFlux(this.#text) ?? null
    return this.#fluxVersion ?? undefined
  }
  get controllers(): Facts['controllers'] {
    if (this.#controllers === undefined) this.#controllers = installedControllers(this.#text) ?? null
    return this.#controllers ?? undefined
  }
  get fluxObjects(): Facts['fluxObjects'] {
    this.#fluxObjects ??= otherGroups.test(this.#text)
      ? this.documents.flatMap(document => fluxObjectOf(document) ?? [])
      : []
    return this.#fluxObjects
  }
  get nearMarkers(): Facts['nearMarkers'] {
    this.#near ??=
      this.#mayHoldMarkers && /imagepolicy/i.test(this.#text) ? nearMarkersOf(this.#text, this.documents) : []
    return this.#near
  }
  get strayMarkers(): Facts['strayMarkers'] {
    this.#strays ??= this.#mayBeMarked
      ? this.documents.flatMap(document => strayMarkers(document, this.markers))
      : []
    return this.#strays
  }
  get textMarkers(): Facts['textMarkers'] {
    this.#inText ??= this.#mayBeMarked ? textMarkers(this.#text, this.documents) : []
    return this.#inText
  }
  get imageNames(): Facts['imageNames'] {
    this.#names ??= imageNames(this.#mayHoldMarkers ? this.#text : '')
    return this.#names
  }
  get imageSites(): Facts['imageSites'] {
    this.#images ??= imagesIn(this.#text, this)
    return this.#images.sites
  }
  get problem(): Facts['problem'] {
    if (this.#problem === undefined) {
      const read = () => plainDocuments(this.#text) ?? this.documents
      this.#problem = (this.#mayBeMarked ? fileProblem(this.#text, read()) : undefined) ?? null
    }
    return this.#problem ?? undefined
  }
  get problemOnceMarked(): Facts['problemOnceMarked'] {
    this.#images ??= imagesIn(this.#text, this)
    return this.#images.problem
  }

  /** Whether Flux may read a marker in it, as far as its words tell. */
  get #mayBeMarked(): boolean {
    this.#hasMarkers ??= this.#mayHoldMarkers && this.#text.includes('imagepolicy')
    return this.#hasMarkers
  }
}

interface Images {
  readonly sites: Facts['imageSites']
  readonly problem: Facts['problemOnceMarked']
}

/** Asked of every file of a workspace: the tree of most is made line by line of what is read of it, and is not kept. */
function imagesIn(text: string, facts: Pick<Facts, 'documents'>): Images {
  const plain = plainDocuments(text, isReadForImages)
  const bare = plain ?? facts.documents
  const sites = imageSites(bare)
  const isPlain = plain !== undefined
  return { sites, problem: sites.length === 0 ? undefined : problemOnceMarked(text, bare, isPlain) }
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
