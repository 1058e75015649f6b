import { visible } from '../../text/foreign.ts'
import { imageGroup, type KindName, kinds, newestFlux, servedVersions } from '../resources/kinds.ts'
import type { FluxVersions } from '../version/flux-version-at.ts'
import type { ImageObject } from './image-objects.ts'
import {
  type ApiVersion,
  apiVersions,
  type FluxMinor,
  hasReached,
  isApiVersion,
  isAtLeast,
} from './schema.ts'
import { choice } from './words.ts'

type Severity = 'error' | 'warning' | 'information' | 'hint'

/** What is to be said of an object's API version. */
export interface VersionVerdict {
  readonly severity: Severity
  readonly message: string
  /** Refused by the Flux version that is assumed where nothing tells it. */
  readonly isAssumed?: boolean
}

/** The gravest of what is to be said for the clusters that apply the object; the mildest of what may. */
export function versionVerdict(
  object: ImageObject,
  kind: KindName,
  { running, isSure, isAssumed, isByObjects, byCluster }: FluxVersions,
): VersionVerdict | undefined {
  const grave: readonly (Severity | undefined)[] = ['error', 'warning', 'information', 'hint', undefined]
  const verdicts = running.map(({ flux, folder }) => {
    const found = verdict(object, kind, flux)
    const where = running.length > 1 && folder !== undefined ? ` So it is in the cluster of ${folder}.` : ''
    return found && { ...found, message: `${found.message}${where}` }
  })
  const sorted = verdicts.toSorted((a, b) => grave.indexOf(a?.severity) - grave.indexOf(b?.severity))
  const found = isSure ? sorted[0] : sorted.at(-1)
  if (found?.severity !== 'error' || !mayBeServed(object, kind)) return found
  const [{ flux } = { flux: newestFlux }] = running
  if (byCluster !== undefined) {
    const message = `${found.message} No file names the version of Flux; the cluster ${visible(byCluster)} runs ${flux}.`
    return { ...found, message }
  }
  if (isByObjects) {
    const message = `${found.message} No file names the version of Flux, and ${apiVersions.at(-1)} objects beside this one are taken to show ${flux}: set fluxVersion where it is another one.`
    return { ...found, message }
  }
  if (!isAssumed) return found
  const message = `${found.message} The version of Flux is not known here (assumed ${flux}): set fluxVersion where it is another one.`
  return { severity: 'warning', message, isAssumed: true }
}

/** Whether some Flux 2 has served it: what none has, none takes. */
function mayBeServed({ group, version }: ImageObject, kind: KindName): boolean {
  if (group !== imageGroup || !isApiVersion(version)) return false
  const { removed } = kinds[kind].served[version]
  return removed === undefined || isAtLeast(removed, '2.1')
}

/** What is to be said about an API version under one Flux version; undefined where all is well. */
function verdict(
  { group, version }: ImageObject,
  kind: KindName,
  flux: FluxMinor,
): VersionVerdict | undefined {
  const versions = servedVersions(kind, flux)
  const newest = versions.at(-1)
  const advice = newest === undefined ? '' : ` Change it to ${newest}.`
  const refused = 'Flux can apply nothing of it ("no matches for kind").'
  if (group !== imageGroup)
    return {
      severity: 'error',
      message: `${kind} belongs to ${imageGroup}, not to ${visible(group)}: ${refused}`,
    }
  if (!isApiVersion(version))
    return {
      severity: 'error',
      message: `${kind} has no API version "${visible(version)}": ${refused} Flux ${flux} serves ${choice(versions)}.`,
    }
  const { since, deprecated, removed } = kinds[kind].served[version]
  if (versions.includes(version)) return outlook(kind, version, flux)
  if (!hasReached(since, { api: version, flux }))
    return {
      severity: 'error',
      message: `${version} of ${kind} comes with Flux ${since}, and this is Flux ${flux}: ${refused}${advice}`,
    }
  return {
    severity: 'error',
    message: `${version} of ${kind} was removed in Flux ${removed ?? deprecated}: ${refused}${advice}`,
  }
}

/** What lies ahead of a version that is still served. */
function outlook(kind: KindName, version: ApiVersion, flux: FluxMinor): VersionVerdict | undefined {
  const { deprecated, removed } = kinds[kind].served[version]
  if (removed === undefined) return undefined
  const newest = servedVersions(kind, flux).at(-1)
  if (newest !== version)
    return {
      severity: version.startsWith('v1alpha') ? 'error' : 'warning',
      message: `${version} of ${kind} is deprecated, and Flux ${removed} removes it. Change it to ${newest}.`,
    }
  return {
    severity: 'hint',
    message: `${version} of ${kind} is deprecated from Flux ${deprecated} on, and Flux ${removed} removes it.`,
  }
}
