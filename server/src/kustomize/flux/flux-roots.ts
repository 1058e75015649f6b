import { isGoError } from '../../go/go-error.ts'
import { type Allowance, isBeyond } from '../build/allowance.ts'
import type { Building } from '../build/build-target.ts'
import { type EffectiveResource, type EffectiveRoot, effectiveRoot } from '../build/effective-root.ts'
import { placeOf } from '../build/load-file.ts'
import type { Unknown } from '../build/problem.ts'
import { nothing, type Target } from '../build/target.ts'
import { leftOut, newWork, spend, type Work } from '../build/work.ts'
import { isWithin, type WorkspaceFiles } from '../build/workspace-files.ts'
import { jsonOf } from '../values/json-of.ts'
import { textAt } from '../values/value.ts'
import { type FluxKustomization, fluxKustomizationOf, isFluxKustomization } from './flux-kustomization.ts'
import { fluxTarget, isAsBuilt } from './flux-target.ts'
import { type FindConfigMaps, type PostBuildVariables, postBuild, variablesOf } from './post-build.ts'
import { repositoryOfUrl } from './repository-url.ts'

/** What one Flux Kustomization gives. */
export interface FluxRoot extends EffectiveRoot {
  readonly kustomization: FluxKustomization
  /** The Kustomization as an object, and its text. */
  readonly resource: EffectiveResource
  readonly text: string
  /** The same for the same text, place, variables and repository: what it was evaluated for. */
  readonly key: string
}

/**
 * Evaluates the Flux Kustomizations among `resources`, and those that they bring in turn, in the form in which the
 * cluster receives them. Roots of an earlier pass that still stand are taken over. What nothing is `allowed` for any
 * more is too large.
 */
export function fluxRoots(
  resources: readonly EffectiveResource[],
  building: Building,
  findConfigMaps: FindConfigMaps,
  previous: readonly FluxRoot[],
  stands: (target: Target) => boolean,
  allowed: Allowance,
): readonly FluxRoot[] {
  const homes = homeSources(resources, building.files)
  const texts = new Map(previous.map(({ resource, text }) => [resource, text]))
  const known = new Map(previous.filter(root => stands(root.target)).map(root => [root.key, root]))
  const counted = new Map<string, FluxRoot>()
  const evaluate = (resource: EffectiveResource): FluxRoot => {
    const flux = fluxKustomizationOf(resource)
    const isHere = isHome(flux, homes, building.files)
    const variables = variablesOf(flux, findConfigMaps)
    const text = texts.get(resource) ?? textOfBody(resource)
    texts.set(resource, text)
    const key = [placeKey(resource), isHere, text, JSON.stringify(variables)].join('\n')
    const earlier = known.get(key)
    const before = counted.get(key) ?? (earlier && allowed.takes(earlier) ? earlier : undefined)
    const root = before ?? {
      ...evaluateWithin(flux, isHere, variables, { ...building, limit: allowed.limit }),
      kustomization: flux,
      resource,
      text,
      key,
    }
    if (!counted.has(key)) allowed.count(root)
    counted.set(key, root)
    return root
  }
  const written = resources.filter(isWhole)
  const brought = new Set(written.flatMap(one => evaluate(one).resources.filter(isOther(one)).map(placeKey)))
  const tops = written.filter(one => !brought.has(placeKey(one)))
  const roots = new Map<string, FluxRoot>()
  const queue = tops.length > 0 ? [...tops] : [...written]
  for (let next = queue.shift(); next && roots.size < 10_000; next = queue.shift()) {
    const root = evaluate(next)
    if (roots.has(root.key)) continue
    roots.set(root.key, root)
    queue.push(...root.resources.filter(isOther(next)))
  }
  return [...roots.values()]
}

/** Whether a Flux Kustomization is one to apply: what names no source is a part of one, for a patch. */
function isWhole(resource: EffectiveResource): boolean {
  return isFluxKustomization(resource) && textAt(resource.body, 'spec', 'sourceRef', 'name') !== ''
}

/** Flux Kustomizations of other documents: many a one brings itself. */
function isOther(one: EffectiveResource): (resource: EffectiveResource) => boolean {
  return resource => isWhole(resource) && placeKey(resource) !== placeKey(one)
}

function placeKey({ place, kind }: EffectiveResource): string {
  return `${place.file} ${place.span[0]} ${kind}`
}

function textOfBody({ body }: EffectiveResource): string {
  const json = jsonOf(body)
  return isGoError(json) ? '' : JSON.stringify(json)
}

function evaluateWithin(
  flux: FluxKustomization,
  isHere: boolean,
  variables: PostBuildVariables,
  building: Building,
): EffectiveRoot {
  if (building.limit > 0) {
    const root = evaluateOne(flux, isHere, variables, building)
    if (!isBeyond(root, building.limit)) return root
  }
  return effectiveRoot(flux.root, leftOut(flux.folder ?? '', flux.at.source.file))
}

function evaluateOne(
  flux: FluxKustomization,
  isHere: boolean,
  variables: PostBuildVariables,
  building: Building,
): EffectiveRoot {
  if (isHere && isVariable(flux, building.files)) {
    const message = `its path holds a variable that is not known here: ${flux.folder}`
    return unknownRoot(flux, { ...placeOf(flux.at), code: 'variables', message })
  }
  if (isHere && flux.folder !== undefined) {
    const work = newWork(building.limit, building.hashes)
    return postBuild(rootOf(flux, flux.folder, building, work), flux, variables, work)
  }
  const { kind, namespace, name } = flux.source
  const message = `its files are in ${kind} ${namespace}/${name}, not in this repository`
  return unknownRoot(flux, { ...placeOf(flux.at), code: 'other-repository', message })
}

/** What is built for it: that of the folder itself where it adds nothing, as most do. */
function rootOf(flux: FluxKustomization, folder: string, building: Building, work: Work): EffectiveRoot {
  const known = building.roots.get(folder)
  if (known && isAsBuilt(flux, folder, known.target, building.files) && spend(work, known.steps))
    return { ...known, name: flux.root }
  return effectiveRoot(flux.root, fluxTarget(flux, folder, building), work)
}

function unknownRoot(flux: FluxKustomization, why: Unknown): EffectiveRoot {
  return {
    ...effectiveRoot(flux.root, nothing(flux.folder ?? '', undefined)),
    unknowns: [why],
    isIncomplete: true,
  }
}

function isVariable({ folder = '' }: FluxKustomization, files: WorkspaceFiles): boolean {
  return folder.includes('${') && !files.isFolder(folder)
}

/** A source that holds this repository. */
interface Home {
  readonly kind: string
  readonly namespace: string
  readonly name: string
}

/**
 * The sources that hold this repository: the one that `flux bootstrap` makes or, where there is none, those that a
 * Kustomization reads itself from; and others with the URL of one of these.
 */
function homeSources(resources: readonly EffectiveResource[], files: WorkspaceFiles): readonly Home[] {
  const sources = resources.filter(({ apiVersion }) => apiVersion.startsWith('source.toolkit.fluxcd.io/'))
  const bootstrap = sources.filter(({ kind, name }) => kind === 'GitRepository' && name === 'flux-system')
  const homes: readonly Home[] =
    bootstrap.length > 0 ? bootstrap : readSources(resources.filter(isWhole).map(fluxKustomizationOf), files)
  const urls = new Set(
    sources.filter(source => homes.some(home => isSame(home, source))).map(source => repositoryOf(source)),
  )
  return [...homes, ...sources.filter(source => urls.has(repositoryOf(source)))]
}

/**
 * The sources that Kustomizations read themselves from. The root of whatever source it names is a folder that every
 * repository has: it tells something only where no other path does, and then of Git alone.
 */
function readSources(all: readonly FluxKustomization[], files: WorkspaceFiles): readonly Home[] {
  const own = all.filter(({ folder, place }) => folder !== undefined && isWithin(place.file, folder))
  const sure = own.filter(({ folder }) => folder !== '')
  if (sure.length > 0) return sure.map(({ source }) => source)
  const named = all.filter(
    ({ folder, source }) => source.name === 'flux-system' && folder && files.isFolder(folder),
  )
  if (named.length > 0) return named.map(({ source }) => source)
  return own.map(({ source }) => source).filter(({ kind }) => kind === 'GitRepository')
}

function repositoryOf({ body }: EffectiveResource): string {
  return repositoryOfUrl(textAt(body, 'spec', 'url'))
}

/** Whether two references name one source; a namespace that nothing sets may be any. */
function isSame(a: Home, b: Home): boolean {
  const isNear = a.namespace === b.namespace || a.namespace === '' || b.namespace === ''
  return a.kind === b.kind && a.name === b.name && isNear
}

/** Where nothing tells which source holds this repository, one whose path is here is taken to. */
function isHome(
  { source, folder = '' }: FluxKustomization,
  homes: readonly Home[],
  files: WorkspaceFiles,
): boolean {
  if (homes.length > 0) return homes.some(home => isSame(home, source))
  const [known = ''] = folder.split(/(?:^|\/)[^/]*\$\{/)
  if (known !== folder) return known !== '' && files.isFolder(known)
  return files.isFolder(folder) && (folder !== '' || source.kind === 'GitRepository')
}
