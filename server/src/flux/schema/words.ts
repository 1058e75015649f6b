import type { Node } from '../../text/node.ts'
import type { Moment } from './schema.ts'

/** A description without its Markdown, for a message. */
export function plain(description: string): string {
  return description.replaceAll('`', '')
}

/** `an ImagePolicy`: the names of the three kinds begin with a vowel. */
export function theKind(kind: string): string {
  return `an ${kind}`
}

/** `Flux 2.6` or `v1beta1`, whichever a version is of. */
export function versionWords(version: string): string {
  return version.startsWith('v') ? version : `Flux ${version}`
}

/** What a moment is, of the kind of a version. */
export function momentWords({ api, flux }: Moment, version: string): string {
  return version.startsWith('v') ? api : `Flux ${flux}`
}

/** What a value is, in words. */
export function typeWords(node: Node): string {
  if (node.kind === 'sequence') return 'a list'
  if (node.kind === 'mapping') return 'an object'
  if (node.kind === 'alias') return 'an alias'
  if (typeof node.value === 'string') return 'a string'
  if (node.value === null) return 'nothing'
  return typeof node.value === 'boolean' ? 'a boolean' : 'a number'
}

/** The names as a list in a sentence: `a, b or c`. */
export function choice(names: readonly string[]): string {
  const [last, ...others] = names.toReversed()
  return others.length === 0 ? (last ?? '') : `${others.reverse().join(', ')} or ${last}`
}
