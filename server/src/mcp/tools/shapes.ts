import type { JsonSchemaType } from '@modelcontextprotocol/server'

/** The JSON of the verbs, as output schemas: docs/cli.md and the contract have the words. */

export const string = { type: 'string' } as const
export const integer = { type: 'integer' } as const
const boolean = { type: 'boolean' } as const
const stringOrNull: JsonSchemaType = { anyOf: [string, { type: 'null' }] }

export function list(items: JsonSchemaType): JsonSchemaType {
  return { type: 'array', items }
}

/** An object with these fields, all of them there but those that are named `optional`. More may come with a later version. */
export function object(
  properties: Readonly<Record<string, JsonSchemaType>>,
  optional: readonly string[] = [],
): JsonSchemaType {
  const required = Object.keys(properties).filter(name => !optional.includes(name))
  return { type: 'object', properties: { ...properties }, required }
}

export function orNull(shape: JsonSchemaType): JsonSchemaType {
  return { anyOf: [shape, { type: 'null' }] }
}

const place = { file: string, line: integer } as const
/** A path is relative to the repository’s root; lines count from 1. */
export const failure: JsonSchemaType = object({ code: string, message: string })
const kubernetesObject = object({ apiVersion: string, kind: string, namespace: string, name: string })
const skipped = object({ ...place, code: string, reason: string }, ['line'])
const changes: JsonSchemaType = list(
  object({ ...place, setter: string, old: string, new: string, object: kubernetesObject }, ['line']),
)
const held = object({
  target: string,
  by: string,
  at: stringOrNull,
  since: string,
  reason: string,
})
const edits: JsonSchemaType = list(object({ ...place, old: string, new: string }))
const heldList: JsonSchemaType = list(held)

export const policyRows: JsonSchemaType = list(
  object(
    {
      policy: string,
      image: string,
      state: { type: 'string', enum: ['latest', 'failed', 'invalid', 'suspended', 'unknown'] },
      latest: orNull(object({ name: string, tag: string, digest: string }, ['digest'])),
      reason: string,
      tags: object({ listed: integer, excluded: integer, matched: integer, eligible: integer }),
      markers: integer,
      held: heldList,
      ...place,
    },
    ['held'],
  ),
)

export const diagnostics: JsonSchemaType = list(
  object(
    {
      ...place,
      column: integer,
      endLine: integer,
      endColumn: integer,
      severity: { type: 'string', enum: ['error', 'warning', 'information', 'hint'] },
      code: string,
      message: string,
      fixable: boolean,
      fingerprint: string,
      help: string,
    },
    ['fingerprint', 'help'],
  ),
)
export const summary: JsonSchemaType = object({
  files: integer,
  markers: integer,
  policies: integer,
  errors: integer,
  warnings: integer,
  outdated: integer,
})

export const links: JsonSchemaType = list(
  object(
    {
      name: string,
      ok: orNull(boolean),
      detail: string,
      remedy: string,
      ...place,
      code: string,
    },
    ['remedy', 'file', 'line', 'code'],
  ),
)
const stage = {
  type: 'string',
  enum: ['excluded', 'filtered', 'unparsable', 'out-of-range', 'not-latest', 'selected'],
} as const
export const funnel: JsonSchemaType = list(object({ tag: string, stage, reason: string }))
export const tags: JsonSchemaType = list({
  anyOf: [
    string,
    object(
      {
        tag: string,
        stage,
        reason: string,
        present: boolean,
        selected: boolean,
        created: string,
        digest: string,
      },
      ['created', 'digest'],
    ),
  ],
})

const commit = object({ oid: string, branch: string, message: string })
const pullRequest = object({ url: string, number: integer, created: boolean })
const request = object(
  {
    branch: string,
    url: string,
    number: integer,
    created: boolean,
    page: string,
    nothing: string,
    error: failure,
  },
  ['url', 'number', 'created', 'page', 'nothing', 'error'],
)
const draft = object({ branch: string, base: stringOrNull, title: string, body: string, error: failure }, [
  'branch',
  'base',
  'title',
  'body',
  'error',
])

/** Of `update` and `promote`. */
export const updateFields: Readonly<Record<string, JsonSchemaType>> = {
  changes,
  skipped: list(skipped),
  commit: orNull(commit),
  commits: list(commit),
  plans: list(object({ branch: stringOrNull, base: stringOrNull, message: string })),
  pullRequest: orNull(pullRequest),
  pullRequests: list(request),
  drafts: list(draft),
}

/** Of `hold` and `release`. */
export const holdFields: Readonly<Record<string, JsonSchemaType>> = {
  edits,
  held: heldList,
  released: heldList,
  affects: list(string),
  notes: list(string),
  refused: string,
}

/** Of `simulate`. */
export const simulationFields: Readonly<Record<string, JsonSchemaType>> = {
  files: list(object({ file: string, diff: string, reformats: boolean })),
  message: stringOrNull,
  branch: stringOrNull,
  changes,
  skipped: list(skipped),
}

/** Of `onboard`. */
export const onboardingFields: Readonly<Record<string, JsonSchemaType>> = {
  image: string,
  current: string,
  scheme: string,
  sure: boolean,
  why: string,
  policy: orNull({ type: 'object' }),
  selects: stringOrNull,
  next: list(object({ step: string, tag: string, selects: stringOrNull })),
  setter: stringOrNull,
  edits,
}
export const unmarkedImages: JsonSchemaType = list(
  object({
    image: string,
    current: string,
    ...place,
    object: kubernetesObject,
    automation: stringOrNull,
    leftAlone: stringOrNull,
  }),
)
