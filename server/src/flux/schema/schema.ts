/**
 * The three kinds described as data: what a field is, what it may hold, and since when. The description is of the
 * newest form; `from`, `until` and `past` tell how it differed before (the published definitions of every release
 * are the test's measure).
 */

/** API versions of the group, oldest first. */
export const apiVersions = ['v1alpha1', 'v1alpha2', 'v1beta1', 'v1beta2', 'v1'] as const

export type ApiVersion = (typeof apiVersions)[number]

/** A minor version of Flux, such as `2.6`. */
export type FluxMinor = `${number}.${number}`

/** A moment in the history of the definitions: what an API version was when a Flux version served it. */
export interface Moment {
  readonly api: ApiVersion
  readonly flux: FluxMinor
}

type Version = ApiVersion | FluxMinor

export interface Limits {
  readonly required?: boolean
  readonly default?: unknown
  readonly enum?: readonly string[]
  /** A regular expression that means the same to Go and to JavaScript. */
  readonly pattern?: string
  readonly maxLength?: number
  readonly maxItems?: number
}

interface Described extends Limits {
  /** One line, for hover and completion. */
  readonly description: string
  /** The field exists since each of these; always where absent. */
  readonly from?: readonly Version[]
  /** The last API version with the field. */
  readonly until?: ApiVersion
  /** What was otherwise before a version. */
  readonly past?: readonly Past[]
  /** Values that one would begin with, as YAML, the usual one first. */
  readonly examples?: readonly string[]
}

/** A limit that is undefined here did not exist then. */
export type Past = { readonly before: Version } & { readonly [K in keyof Limits]?: Limits[K] | undefined }

/** A rule over several fields, hand-coded in `rule-problems.ts`; `rule` is its text in CEL. */
export interface Rule {
  readonly rule: string
  readonly from: readonly Version[]
}

export interface ObjectSchema extends Described {
  readonly type: 'object'
  readonly fields: Fields
  readonly rules?: readonly Rule[]
  /** Other fields may stand here too. */
  readonly open?: boolean
}

export type Fields = Readonly<Record<string, Schema>>

export type Schema =
  | ObjectSchema
  | (Described & { readonly type: 'string' | 'boolean' })
  | (Described & { readonly type: 'array'; readonly items: Schema })
  /** An object of strings under names of the user's choice. */
  | (Described & { readonly type: 'map' })

/** Whether the definitions had reached a version at a moment. */
export function hasReached(version: Version, { api, flux }: Moment): boolean {
  return isApiVersion(version)
    ? apiVersions.indexOf(api) >= apiVersions.indexOf(version)
    : isAtLeast(flux, version)
}

/** Whether a field existed at a moment. */
export function exists({ from = [], until }: Schema, at: Moment): boolean {
  const isPast = until !== undefined && apiVersions.indexOf(at.api) > apiVersions.indexOf(until)
  return !isPast && from.every(version => hasReached(version, at))
}

/** A field's limits as they were at a moment. */
export function limitsAt(schema: Schema, at: Moment): Limits {
  const other = schema.past?.filter(({ before }) => !hasReached(before, at)) ?? []
  return other.length === 0 ? schema : Object.assign({}, schema, ...other)
}

export function isApiVersion(text: string): text is ApiVersion {
  return (apiVersions as readonly string[]).includes(text)
}

/** Whether a Flux version is another one or a later one. */
export function isAtLeast(flux: FluxMinor, other: FluxMinor): boolean {
  return flux === other || ordinal(flux) >= ordinal(other)
}

/** Minor versions as numbers that compare. */
function ordinal(flux: FluxMinor): number {
  const dot = flux.indexOf('.')
  return Number(flux.slice(0, dot)) * 1000 + Number(flux.slice(dot + 1))
}
