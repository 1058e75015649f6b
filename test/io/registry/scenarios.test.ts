import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { isFailure } from '../../../server/src/flux/failure.ts'
import { registryFailureCodes } from '../../../server/src/flux/failure-codes.ts'
import { testClient } from '../net/client.ts'
import { type Internet, startInternet } from '../net/internet.ts'
import { CLOUD_REGISTRIES } from './scenarios/cloud-registries.ts'
import { LIST_FAILURES } from './scenarios/list-failures.ts'
import { LOGIN_FAILURES } from './scenarios/login-failures.ts'
import { NETWORK_FAILURES } from './scenarios/network-failures.ts'
import { OTHER_REGISTRIES } from './scenarios/other-registries.ts'
import { RULES } from './scenarios/rules.ts'
import { type Scenario, SECRET } from './scenarios/scenario.ts'

const SCENARIOS = [
  ...CLOUD_REGISTRIES,
  ...OTHER_REGISTRIES,
  ...RULES,
  ...NETWORK_FAILURES,
  ...LOGIN_FAILURES,
  ...LIST_FAILURES,
]

describe('scenarios', { concurrency: 4 }, () => {
  for (const scenario of SCENARIOS) test(`${scenario.row}: ${scenario.name}`, () => play(scenario))
})

/** Rows of docs/registry.md that are shown elsewhere, and where. */
const ELSEWHERE = [
  'E_IMAGE', // test/cli/tags-file.test.ts
  'E_TAGS_FILE', // test/cli/tags-file.test.ts
  'E_CANCELLED', // contract.ts
  'E_HELPER', // credentials/helper.test.ts
  'E_HELPER_MISSING', // credentials/helper.test.ts
  'E_HELPER_TIMEOUT', // credentials/helper.test.ts
  'E_SETTINGS', // settings.test.ts
  'E_TLS', // ../http.test.ts
]

test('every row of the documentation has a scenario, and every scenario a row', () => {
  const root = join(import.meta.dirname, '../../../..')
  const page = readFileSync(join(root, 'docs/registry.md'), 'utf8')
  const documented = [...page.matchAll(/^\| `(E_\w+)` \|/gm)].map(([, code]) => code ?? '')
  assert.deepEqual(documented.toSorted(), registryFailureCodes.toSorted())
  const registries = /\n## Registries and(.*?)\n## /s.exec(page)?.[1] ?? ''
  const names = [...registries.matchAll(/^\| ([\w./ ]+?) \|/gm)].map(([, name]) => name ?? '').slice(1)
  const rules = [...page.matchAll(/^(\d+)\. \*\*/gm)].map(([, number]) => `rule ${number}`)
  const rows = new Set([...documented, ...names, ...rules])
  const played = new Set(SCENARIOS.map(({ row }) => row))
  assert.deepEqual(
    [...rows].filter(row => !played.has(row) && !ELSEWHERE.includes(row)),
    [],
  )
  assert.deepEqual(
    [...played].filter(row => !rows.has(row)),
    [],
  )
})

async function play(scenario: Scenario): Promise<void> {
  const net = await startInternet(scenario.hosts(), scenario.internet)
  const { row: _, name: __, hosts: ___, ...options } = scenario
  const client = testClient({ env: net.env, ...options, ...scenario.client?.(net) })
  const source = { image: scenario.image ?? 'ghcr.io/acme/web', insecure: scenario.insecure ?? false }
  const { signal } = new AbortController()
  const { expect } = scenario
  try {
    const got = await outcome(
      scenario.digestOf === undefined
        ? client.tags(source, signal)
        : client.digest(source, scenario.digestOf, signal).then(digest => ({ digest })),
    )
    assert.equal(got.code, expect.code, got.message)
    if (expect.message) assert.match(got.message ?? '', expect.message)
    for (const key of ['tags', 'digest', 'dropped', 'credential'] as const) {
      if (expect[key] !== undefined) assert.deepEqual(got[key], expect[key])
    }
    if (expect.requests)
      assert.deepEqual(
        net.requests.map(({ line }) => line),
        expect.requests,
      )
    if (expect.waits) assert.deepEqual(client.waits, expect.waits)
    assertBoundary(scenario, net, source.image)
    assert.ok(!JSON.stringify(got).includes(SECRET), 'a secret is in the answer')
  } finally {
    await client.close()
    await net.close()
  }
}

interface Outcome {
  readonly code?: string
  readonly message?: string
  readonly tags?: readonly string[]
  readonly digest?: string
  readonly dropped?: number
  readonly credential?: string
}

async function outcome(answer: Promise<Outcome>): Promise<Outcome> {
  try {
    return await answer
  } catch (error) {
    if (!isFailure(error)) throw error
    return { code: error.code, message: error.message }
  }
}

/** Nobody but those named is contacted, and a secret is seen by nobody but those who may. */
function assertBoundary(scenario: Scenario, net: Internet, image: string): void {
  const first = image.split('/')[0] ?? ''
  const own = /[.:]/.test(first) ? first : 'index.docker.io'
  const named = (host: string) => host.replace(/:(443|80)$/, '')
  for (const target of net.contacted) {
    assert.ok([own, ...(scenario.others ?? [])].map(named).includes(named(target)), `${target} was contacted`)
  }
  const confidants = [own, ...(scenario.confidants ?? [])].map(named)
  for (const seen of net.requests) {
    if (confidants.includes(named(seen.host))) continue
    const user = Buffer.from((seen.headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString()
    assert.ok(
      !JSON.stringify([seen.headers, seen.line, seen.body, user]).includes(SECRET),
      `${seen.host} saw a secret`,
    )
  }
}
