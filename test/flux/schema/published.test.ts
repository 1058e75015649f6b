import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { parse } from 'yaml'
import { isKindName, kinds, servedVersions } from '../../../server/src/flux/resources/kinds.ts'
import {
  exists,
  type FluxMinor,
  isApiVersion,
  type Limits,
  limitsAt,
  type Moment,
  type Schema,
} from '../../../server/src/flux/schema/schema.ts'

/** Which Flux shipped a controller's release: the columns of flux2's manifests at its tags. */
const shippedBy: Readonly<Record<string, FluxMinor>> = {
  'image-reflector-controller-v0.22.1': '0.36',
  'image-reflector-controller-v0.30.0': '2.1',
  'image-reflector-controller-v0.35.2': '2.6',
  'image-reflector-controller-v1.0.4': '2.7',
  'image-reflector-controller-v1.1.2': '2.8',
  'image-reflector-controller-v1.2.0': '2.9',
  'image-automation-controller-v0.6.1': '0.9',
  'image-automation-controller-v0.13.0': '0.15',
  'image-automation-controller-v0.35.0': '2.0',
  'image-automation-controller-v0.37.1': '2.2',
  'image-automation-controller-v0.41.2': '2.6',
  'image-automation-controller-v1.0.4': '2.7',
  'image-automation-controller-v1.1.4': '2.8',
  'image-automation-controller-v1.2.1': '2.9',
}

const data = process.env.FLUXMARK_TEST_DATA
const crds = data === undefined ? undefined : join(data, 'crds')

const releases =
  crds !== undefined && existsSync(crds) ? readdirSync(crds).filter(name => name.includes('-v')) : []

describe('the schema has the structure of the published definitions', () => {
  if (releases.length === 0) test('of every release', { skip: 'FLUXMARK_TEST_DATA/crds is not there' })
  for (const release of releases) {
    test(release, () => {
      const flux = shippedBy[release]
      assert(flux !== undefined, `say in this test which Flux shipped ${release}`)
      for (const file of readdirSync(join(crds ?? '', release))) {
        const crd = parse(readFileSync(join(crds ?? '', release, file), 'utf8')) as Definition
        const kind = crd.spec.names.kind
        assert(isKindName(kind))
        const published = crd.spec.versions.filter(version => version.served)
        assert.deepEqual(
          published.map(({ name }) => name).sort(),
          [...servedVersions(kind, flux)].sort(),
          `${kind}: served versions`,
        )
        for (const { name, schema } of published) {
          assert(isApiVersion(name))
          const { spec } = schema.openAPIV3Schema.properties ?? {}
          assert(spec !== undefined)
          assert.deepEqual(ours(kinds[kind].spec, { api: name, flux }), theirs(spec), `${kind} ${name}`)
          assert.equal(
            rulesIn(schema.openAPIV3Schema),
            spec['x-kubernetes-validations']?.length ?? 0,
            `${kind} ${name}: a rule that is not on spec`,
          )
        }
      }
    })
  }
})

interface Definition {
  readonly spec: {
    readonly names: { readonly kind: string }
    readonly versions: readonly {
      readonly name: string
      readonly served: boolean
      readonly schema: { readonly openAPIV3Schema: Published }
    }[]
  }
}

interface Published {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Published>>
  readonly required?: readonly string[]
  readonly items?: Published
  readonly additionalProperties?: Published
  readonly 'x-kubernetes-validations'?: readonly { readonly rule: string }[]
}

/** Everything but these is compared: a keyword that is new to us fails the test. */
const notStructure: ReadonlySet<string> = new Set([
  'description',
  'properties',
  'required',
  'items',
  'additionalProperties',
  'x-kubernetes-map-type',
  'x-kubernetes-list-type',
  'x-kubernetes-validations',
])

function theirs(schema: Published, isRequired = false): unknown {
  const { properties, required = [], items, additionalProperties } = schema
  return {
    ...Object.fromEntries(Object.entries(schema).filter(([key]) => !notStructure.has(key))),
    ...(additionalProperties ? { type: `map of ${additionalProperties.type}` } : {}),
    ...(isRequired ? { required: true } : {}),
    ...(schema['x-kubernetes-validations']
      ? { rules: schema['x-kubernetes-validations'].map(({ rule }) => rule) }
      : {}),
    ...(items ? { items: theirs(items) } : {}),
    ...(properties
      ? {
          fields: Object.fromEntries(
            Object.entries(properties).map(([name, one]) => [name, theirs(one, required.includes(name))]),
          ),
        }
      : {}),
  }
}

function ours(schema: Schema, at: Moment): unknown {
  const rules =
    schema.type === 'object'
      ? (schema.rules ?? []).filter(({ from }) => exists({ ...schema, from }, at)).map(({ rule }) => rule)
      : []
  return {
    type: schema.type === 'map' ? 'map of string' : schema.type,
    ...keywords(limitsAt(schema, at)),
    ...(rules.length > 0 ? { rules } : {}),
    ...(schema.type === 'array' ? { items: ours(schema.items, at) } : {}),
    ...(schema.type === 'object'
      ? {
          fields: Object.fromEntries(
            Object.entries(schema.fields)
              .filter(([, one]) => exists(one, at))
              .map(([name, one]) => [name, ours(one, at)]),
          ),
        }
      : {}),
  }
}

function keywords(limits: Limits): object {
  const { required, default: fallback, enum: choices, pattern, maxLength, maxItems } = limits
  const all = { required, default: fallback, enum: choices, pattern, maxLength, maxItems }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

/** How many CEL rules there are anywhere in a definition. */
function rulesIn(schema: Published): number {
  const within = [
    ...Object.values(schema.properties ?? {}),
    ...(schema.items ? [schema.items] : []),
    ...(schema.additionalProperties ? [schema.additionalProperties] : []),
  ]
  const own = schema['x-kubernetes-validations']?.length ?? 0
  return within.reduce((sum, one) => sum + rulesIn(one), own)
}
