import { field, type Node, textAt } from '../../text/node.ts'
import { type CommonFields, type Field, isTrue, optional, stringField, strings } from './read-fields.ts'

export interface ImageRepository extends CommonFields {
  readonly kind: 'ImageRepository'
  readonly image?: Field<string>
  readonly insecure: boolean
  readonly exclusionList: readonly string[] | undefined
  readonly provider: string
  readonly interval?: string
}

/** Reads the `spec` of an ImageRepository. */
export function readImageRepository(spec: Node | undefined): Omit<ImageRepository, keyof CommonFields> {
  const exclusionList = field(spec, 'exclusionList')
  return {
    kind: 'ImageRepository',
    ...optional('image', stringField(field(spec, 'image'))),
    insecure: isTrue(field(spec, 'insecure')),
    exclusionList: exclusionList?.kind === 'sequence' ? strings(exclusionList) : undefined,
    provider: textAt(spec, 'provider') ?? 'generic',
    ...optional('interval', textAt(spec, 'interval')),
  }
}

export function isImageRepository(resource: { readonly kind: string }): resource is ImageRepository {
  return resource.kind === 'ImageRepository'
}
