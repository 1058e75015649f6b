import { isGoError } from '../go-error.ts'
import { panic } from '../reflect/failure.ts'
import { fn } from '../reflect/function.ts'
import {
  anyType,
  boolType,
  type Field,
  type GoFunction,
  type GoType,
  intType,
  stringType,
  structOf,
  uint64Type,
} from '../reflect/type.ts'
import { ofString } from '../reflect/value.ts'
import { parseConstraint } from '../semver/constraint.ts'
import { satisfies } from '../semver/satisfies.ts'
import { compareVersions, newVersion, type Version } from '../semver/version.ts'
import { type Bytes, toBytes, toText } from '../utf8.ts'

/** A `semver.Version` as its fields: major, minor, patch, prerelease, metadata, original. */
type Fields = readonly unknown[]

const numbers = ['major', 'minor', 'patch'].map((name): Field => ({ name, type: uint64Type }))
const texts = ['pre', 'metadata', 'original'].map((name): Field => ({ name, type: stringType }))
const versionType: GoType<Fields> = {
  ...structOf('semver.Version', [...numbers, ...texts]),
  get methods() {
    return valueMethods
  },
  json: data => show(version(data)),
}
const pointerType: GoType<Fields | null> = {
  kind: 'ptr',
  name: '*semver.Version',
  elem: versionType,
  zero: null,
  get methods() {
    return pointerMethods
  },
}

/** sprig's `semver` and `semverCompare`, on the Masterminds library of Flux 2.7 and later. */
export const semverFunctions: Readonly<Record<string, GoFunction>> = {
  semver: fn([stringType], pointerType, text => fields(parse(text))),
  semverCompare: fn([stringType, stringType], boolType, (range, text) => {
    const constraint = parseConstraint(toText(range), 'flux-2.7')
    return satisfies(isGoError(constraint) ? panic(toBytes(constraint.err)) : constraint, parse(text))
  }),
}

function parse(text: Bytes): Version {
  const parsed = newVersion(toText(text))
  return isGoError(parsed) ? panic(toBytes(parsed.err)) : parsed
}

function fields({ major, minor, patch, pre, meta, original }: Version): Fields {
  return [BigInt(major), BigInt(minor), BigInt(patch), pre, meta, original]
}

function version(data: Fields): Version {
  const [major, minor, patch, pre, meta, original] = data as [bigint, bigint, bigint, Bytes, Bytes, Bytes]
  return { major: small(major), minor: small(minor), patch: small(patch), pre, meta, original }
}

/** As `Version` holds numbers. */
const small = (number: bigint): number | bigint =>
  number > BigInt(Number.MAX_SAFE_INTEGER) ? number : Number(number)

function show({ major, minor, patch, pre, meta }: Version): Bytes {
  return `${major}.${minor}.${patch}${pre === '' ? '' : `-${pre}`}${meta === '' ? '' : `+${meta}`}`
}

/** A version after a change; the original follows, with its `v`. */
function changed(from: Version, change: Partial<Version>): Fields {
  const next = { ...from, ...change }
  return fields({ ...next, original: (from.original.startsWith('v') ? 'v' : '') + show(next) })
}

function increased(number: number | bigint, part: string): number | bigint {
  const next = BigInt(number) + 1n
  return next < 1n << 64n ? small(next) : panic(`${part} version increment would overflow uint64`)
}

const release = { pre: '', meta: '' }

function incremented(from: Version, part: 'major' | 'minor' | 'patch'): Fields {
  if (part === 'major') {
    return changed(from, { ...release, major: increased(from.major, part), minor: 0, patch: 0 })
  }
  if (part === 'minor') return changed(from, { ...release, minor: increased(from.minor, part), patch: 0 })
  // The patch after a prerelease is its release.
  return changed(from, from.pre === '' ? { ...release, patch: increased(from.patch, part) } : release)
}

function checkIdentifiers(text: Bytes, kind: 'prerelease' | 'metadata'): void {
  for (const part of text === '' ? [] : text.split('.')) {
    if (!/^[0-9A-Za-z-]+$/.test(part)) panic(`invalid ${kind} string`)
    if (kind === 'prerelease' && /^0[0-9]+$/.test(part)) panic('version segment starts with 0')
  }
}

const ofVersion = <R>(result: GoType<R>, of: (version: Version) => R): GoFunction =>
  fn([versionType], result, data => of(version(data)))
const withVersion = <R>(result: GoType<R>, of: (order: number) => R): GoFunction =>
  fn([pointerType, pointerType], result, (a, b) =>
    a === null || b === null
      ? panic('runtime error: invalid memory address or nil pointer dereference')
      : of(compareVersions(version(a), version(b))),
  )

/** The method sets; the types above look them up only when a template asks. */
const ofValue: Readonly<Record<string, GoFunction>> = {
  String: ofVersion(stringType, show),
  Major: ofVersion(uint64Type, one => BigInt(one.major)),
  Minor: ofVersion(uint64Type, one => BigInt(one.minor)),
  Patch: ofVersion(uint64Type, one => BigInt(one.patch)),
  Prerelease: ofVersion(stringType, one => one.pre),
  Metadata: ofVersion(stringType, one => one.meta),
  Value: ofVersion(anyType, one => ofString(show(one))),
  IncMajor: ofVersion(versionType, one => incremented(one, 'major')),
  IncMinor: ofVersion(versionType, one => incremented(one, 'minor')),
  IncPatch: ofVersion(versionType, one => incremented(one, 'patch')),
  SetPrerelease: fn([versionType, stringType], versionType, (data, pre) => {
    checkIdentifiers(pre, 'prerelease')
    return changed(version(data), { pre })
  }),
  SetMetadata: fn([versionType, stringType], versionType, (data, meta) => {
    checkIdentifiers(meta, 'metadata')
    return changed(version(data), { meta })
  }),
}
const ofPointer: Readonly<Record<string, GoFunction>> = {
  Original: ofVersion(stringType, one => one.original),
  Compare: withVersion(intType, BigInt),
  Equal: withVersion(boolType, order => order === 0),
  LessThan: withVersion(boolType, order => order < 0),
  LessThanEqual: withVersion(boolType, order => order <= 0),
  GreaterThan: withVersion(boolType, order => order > 0),
  GreaterThanEqual: withVersion(boolType, order => order >= 0),
}
const valueMethods: ReadonlyMap<string, GoFunction> = new Map(Object.entries(ofValue))
const pointerMethods: ReadonlyMap<string, GoFunction> = new Map([
  ...valueMethods,
  ...Object.entries(ofPointer),
])
