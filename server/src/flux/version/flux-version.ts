import coerce from 'semver/functions/coerce.js'
import type { SemverGeneration } from '../../go/semver/constraint.ts'
import { newestFlux } from '../resources/kinds.ts'
import type { FluxMinor } from '../schema/schema.ts'

/**
 * Whether a Flux version (`2.9`, `v2.6.4`) is that minor version or a later one.
 * What is no version, such as `auto`, counts as the newest Flux.
 */
export function isFluxAtLeast(fluxVersion: string, minor: FluxMinor): boolean {
  const [version, wanted] = [coerce(fluxVersion), coerce(minor)]
  return version === null || wanted === null || version.compare(wanted) >= 0
}

/** Which rules for prereleases a Flux version has (docs/flux.md: Masterminds 3.3 up to Flux 2.6, then 3.4). */
export function semverGeneration(fluxVersion: string): SemverGeneration {
  return isFluxAtLeast(fluxVersion, '2.7') ? 'flux-2.7' : 'flux-2.6'
}

/**
 * The minor version whose definitions count: what is no version, such as `auto`, is the newest Flux, and so is what
 * is later than any that is known here.
 */
export function fluxMinor(fluxVersion: string): FluxMinor {
  const version = coerce(fluxVersion)
  if (version === null || isFluxAtLeast(fluxVersion, newestFlux)) return newestFlux
  return `${version.major}.${version.minor}`
}
