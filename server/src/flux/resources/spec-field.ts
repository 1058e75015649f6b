import { placeInScalar } from '../../kustomize/values/inline-text.ts'
import { field, type Node, type Scalar } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'
import type { SourceFile } from '../workspace/source-file.ts'
import { isImagePolicy } from './image-policy.ts'
import { isImageRepository } from './image-repository.ts'
import { isImageUpdateAutomation } from './image-update-automation.ts'
import type { ImagePolicy, ImageRepository, ImageResource, ImageUpdateAutomation } from './resources.ts'

/** A file's own ImageRepositories, as they stand there. */
export function repositoriesIn({ facts }: SourceFile): readonly ImageRepository[] {
  return facts.resources.filter(isImageRepository)
}

/** A file's own ImagePolicies, as they stand there. */
export function policiesIn({ facts }: SourceFile): readonly ImagePolicy[] {
  return facts.resources.filter(isImagePolicy)
}

/** A file's own ImageUpdateAutomations, as they stand there. */
export function automationsIn({ facts }: SourceFile): readonly ImageUpdateAutomation[] {
  return facts.resources.filter(isImageUpdateAutomation)
}

/** A field below `spec`. */
export function specField({ node }: ImageResource, ...path: readonly string[]): Node | undefined {
  return field(node, 'spec', ...path)
}

/** A scalar below `spec` that has a value. */
export function specScalar(resource: ImageResource, ...path: readonly string[]): Scalar | undefined {
  const node = specField(resource, ...path)
  return node?.kind === 'scalar' && node.value !== null ? node : undefined
}

/** Whether a value is decided elsewhere: a variable that is substituted, a template. */
export function holdsVariable(text: string): boolean {
  return /\$\{[A-Za-z_]|\{\{/.test(text)
}

/** Inside the quotes. */
export function innerSpan({ span, style }: Scalar): Span {
  return style === 'single' || style === 'double' ? [span[0] + 1, Math.max(span[0] + 1, span[1] - 1)] : span
}

/** Where a part of a scalar's decoded text stands; the whole scalar where quotes or folded lines change the offsets. */
export function partSpan(file: SourceFile, scalar: Scalar, start: number, end: number): Span {
  const span = placeInScalar(scalar, 0, file.text)([start, end])
  return span === scalar.span || span[0] >= span[1] ? innerSpan(scalar) : span
}

/** A scalar's new text, in quotes of its own kind where it has any. */
export function rewritten({ style }: Scalar, text: string): string {
  if (style === 'double') return JSON.stringify(text)
  if (style === 'single' || !/^[A-Za-z0-9][\w./:+-]*$/.test(text)) return `'${text.replaceAll("'", "''")}'`
  return text
}

/** Whether the definitions of a value can be edited in place: it is no block scalar. */
export function isInline({ style }: Scalar): boolean {
  return style === 'plain' || style === 'single' || style === 'double'
}

/** Where the key of an entry stands; undefined where the mapping has none of that name. */
export function keySpan(node: Node | undefined, name: string): Span | undefined {
  const entries = node?.kind === 'mapping' ? node.entries : []
  return entries.find(({ key }) => key.kind === 'scalar' && key.text === name)?.key.span
}
