import type { FluxMinor } from '../schema/schema.ts'

/**
 * The version of Flux by the tags of the controllers' images in a text that deploys them, undefined where it deploys
 * none. Several that disagree, as amid an upgrade, count as the oldest.
 */
export function controllerFlux(text: string): FluxMinor | undefined {
  if (!text.includes('fluxcd/') || !/^kind: ["']?Deployment\b/m.test(text)) return undefined
  return fluxOfImages([...text.matchAll(image)].map(([, name = '']) => name))
}

const image = /^[ \t-]*image:[ \t]*["']?([^\s"']+)/gm

/** The same by the images of controllers: `ghcr.io/fluxcd/source-controller:v1.7.0`. */
export function fluxOfImages(images: readonly string[]): FluxMinor | undefined {
  const found = images.flatMap(one => {
    const [, name = '', major, minor] = controller.exec(one) ?? []
    const [, flux] = releases[name]?.findLast(([from]) => isUpTo(from, Number(major), Number(minor))) ?? []
    return flux ?? []
  })
  return found.reduce<FluxMinor | undefined>(
    (oldest, flux) => (oldest === undefined || ordinal(flux) < ordinal(oldest) ? flux : oldest),
    undefined,
  )
}

const controller = /\bfluxcd\/([a-z-]+)-controller:v(\d+)\.(\d+)\.\d/

function isUpTo(from: string, major: number, minor: number): boolean {
  const [fromMajor = 0, fromMinor = 0] = from.split('.').map(Number)
  return fromMajor < major || (fromMajor === major && fromMinor <= minor)
}

function ordinal(flux: FluxMinor): number {
  const [major = 0, minor = 0] = flux.split('.').map(Number)
  return major * 1000 + minor
}

/** From which minor version on a controller belongs to which Flux. Between two rows nothing that is asked for changed. */
type Releases = readonly (readonly [controller: string, flux: FluxMinor])[]

const stable: Releases = [
  ['1.0', '2.0'],
  ['1.1', '2.1'],
  ['1.2', '2.2'],
  ['1.3', '2.3'],
  ['1.4', '2.4'],
  ['1.5', '2.5'],
  ['1.6', '2.6'],
  ['1.7', '2.7'],
  ['1.8', '2.8'],
  ['1.9', '2.9'],
]

const releases: Readonly<Record<string, Releases>> = {
  source: stable,
  kustomize: stable,
  'image-reflector': [
    ['0.1', '0.9'],
    ['0.9', '0.13'],
    ['0.10', '0.16'],
    ['0.23', '0.37'],
    ['0.25', '0.40'],
    ['0.26', '0.41'],
    ['0.27', '2.0'],
    ['0.30', '2.1'],
    ['0.31', '2.2'],
    ['0.32', '2.3'],
    ['0.33', '2.4'],
    ['0.34', '2.5'],
    ['0.35', '2.6'],
    ['1.0', '2.7'],
    ['1.1', '2.8'],
    ['1.2', '2.9'],
  ],
  'image-automation': [
    ['0.1', '0.9'],
    ['0.7', '0.10'],
    ['0.9', '0.13'],
    ['0.12', '0.16'],
    ['0.27', '0.37'],
    ['0.30', '0.40'],
    ['0.31', '0.41'],
    ['0.32', '2.0'],
    ['0.36', '2.1'],
    ['0.37', '2.2'],
    ['0.38', '2.3'],
    ['0.39', '2.4'],
    ['0.40', '2.5'],
    ['0.41', '2.6'],
    ['1.0', '2.7'],
    ['1.1', '2.8'],
    ['1.2', '2.9'],
  ],
}
