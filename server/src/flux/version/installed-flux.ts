import { controllerFlux } from './controller-flux.ts'

/**
 * The version of Flux that a file installs, as far as its text tells: what `flux bootstrap` and `flux install` write at
 * the top of `gotk-components.yaml`, or its labels; the release that a kustomization takes from GitHub; the version of
 * flux-operator's FluxInstance, `2.6.x` as `2.6`; else the images of the controllers that it deploys.
 */
export function installedFlux(text: string): string | undefined {
  const head = text.slice(0, 2000)
  const written = header.exec(head)?.[1]
  if (written !== undefined) return written
  if (partOfFlux.test(head)) return label.exec(head)?.[1] ?? controllerFlux(text)
  // Before it said so, its labels were those of an instance of the namespace that it makes.
  const early = instance.exec(head)?.[1]
  if (early !== undefined && controllerFlux(text) !== undefined) return early
  if (text.includes('fluxcd/flux2/')) {
    const { tag, ref } = release.exec(text)?.groups ?? {}
    return tag ?? ref
  }
  if (!text.includes('FluxInstance')) return controllerFlux(text)
  const at = text.indexOf('distribution:', text.search(/^kind: ["']?FluxInstance\b/m))
  return at === -1 ? undefined : range.exec(text.slice(at, at + 500))?.[1]
}

const header = /^# Flux [Vv]ersion: v?(\d+\.\d+\.\d+)/m
const partOfFlux = /app\.kubernetes\.io\/part-of: ["']?flux["']?[ \t]*$/m
const label = /app\.kubernetes\.io\/version: ["']?v?(\d+\.\d+\.\d+)/
const instance =
  /^kind: Namespace\nmetadata:\n(?: .*\n)*? {4}app\.kubernetes\.io\/version: ["']?v?(0\.\d+\.\d+)/m
const release =
  /^[^#\n]*github\.com\/fluxcd\/flux2\/(?:releases\/download\/v(?<tag>\d+\.\d+\.\d+)|[^\s#]*[?&]ref=v(?<ref>\d+\.\d+\.\d+))/m
const range = /^[ \t]+version: ["']?[v=~^]*(2\.\d+)(?:\.(?:\d+|x|\*))?["']?[ \t]*(?:#.*)?$/m
