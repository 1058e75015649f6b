import { field } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import { readDocuments } from '../../text/yaml.ts'

/** The controllers that a file installs, where it lists them all. */
export interface InstalledControllers {
  readonly by: 'bootstrap' | 'FluxInstance'
  readonly names: readonly string[]
  /** Where the list stands: UTF-16 offsets. */
  readonly span: Span
}

/** The controllers of image automation. */
export const imageControllers = ['image-reflector-controller', 'image-automation-controller'] as const

/**
 * The list of controllers that a file installs: what `flux bootstrap` writes at the top of `gotk-components.yaml`, or
 * `spec.components` of flux-operator's FluxInstance. Undefined where the file has no such list, and where it deploys
 * what its head does not name.
 */
export function installedControllers(text: string): InstalledControllers | undefined {
  const head = header.exec(text.slice(0, 2000))
  if (head) {
    const [line, list = ''] = head
    const names = list.split(',').map(name => name.trim())
    return names.includes('source-controller')
      ? { by: 'bootstrap', names, span: [head.index, head.index + line.trimEnd().length] }
      : undefined
  }
  if (!/^kind: ["']?FluxInstance\b/m.test(text)) return undefined
  const lists = readDocuments(text).flatMap(({ root }) => field(root, 'spec', 'components') ?? [])
  const [list] = lists
  if (list?.kind !== 'sequence' || lists.length > 1 || list.items.length === 0) return undefined
  const names = list.items.flatMap(item => (item.kind === 'scalar' ? [item.text] : []))
  if (names.length < list.items.length || names.some(name => /[${<]/.test(name))) return undefined
  return { by: 'FluxInstance', names, span: list.span }
}

const header = /^# Components: ([a-z0-9, -]+)\r?$/m

/** Whether a text brings a controller otherwise, or may: its image, its definitions, a release of Flux, an entry of a list. */
export function mayInstall(text: string, controller: (typeof imageControllers)[number]): boolean {
  return patterns[controller].test(text)
}

const patterns = {
  'image-reflector-controller':
    /\bfluxcd\/image-reflector-controller|github\.com\/fluxcd\/flux2\b|fluxcd-community|^[^#\n]*(?:-|value:|name:)[ \t]*["']?image-reflector-controller|name: ["']?imagepolicies\.image\.toolkit/m,
  'image-automation-controller':
    /\bfluxcd\/image-automation-controller|github\.com\/fluxcd\/flux2\b|fluxcd-community|^[^#\n]*(?:-|value:|name:)[ \t]*["']?image-automation-controller|name: ["']?imageupdateautomations\.image\.toolkit/m,
} as const
