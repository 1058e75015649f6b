import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fixture } from '../../fixture.ts'
import { before, condition, notReady, reading } from './reading.ts'
import {
  automation,
  automationSpec,
  files,
  here,
  repository,
  repositorySpec,
  rows,
  said,
  scanned,
} from './web.ts'

describe('an ImageRepository', () => {
  const of = (status: object, spec?: object) => said('ImageRepository', [repository(status, spec)])

  test('agrees, lags, differs', () => {
    assert.equal(of(scanned(3)), 'agrees | Last scan 3 min ago, next in 2 min.')
    assert.match(of(scanned(3, 1)), /^lags \| The cluster has 1 tag, here are 2: last scan 3 min ago/)
    assert.match(
      of(scanned(30)),
      /^lags \| It is not scanned as often as spec\.interval says: last scan 30 min ago, overdue by 25 min/,
    )
    assert.match(
      of({ ...scanned(3), canonicalImageName: 'ghcr.io/b/web' }),
      /^differs \| The cluster scans ghcr\.io\/b\/web/,
    )
    assert.match(of({}), /^differs \| The cluster has not scanned it yet/)
    assert.match(
      of(scanned(3), { ...repositorySpec, interval: '1m' }),
      /^differs \| spec\.interval is "1m" in the cluster and "5m"/,
    )
    assert.equal(
      of(scanned(3), { ...repositorySpec, interval: '300s' }),
      'agrees | Last scan 3 min ago, next in 2 min.',
    )
    assert.match(
      of(scanned(3), { ...repositorySpec, exclusionList: ['^x'] }),
      /^differs \| spec\.exclusionList/,
    )
  })

  test('not ready: the controller’s reason in plain words', () => {
    const failed = (message: string) => of({ ...scanned(3), ...notReady('ReadOperationFailed', message) })
    assert.match(
      failed('UNAUTHORIZED: authentication required'),
      /^differs \| The registry refuses to list the tags/,
    )
    assert.match(failed('context deadline exceeded'), /did not answer within spec\.timeout/)
    assert.match(failed('NAME_UNKNOWN'), /has no such image/)
    assert.match(failed('x509: certificate signed by unknown authority'), /spec\.certSecretRef/)
    assert.match(
      of({
        conditions: [
          condition('Stalled', 'True', 'ImageURLInvalid'),
          condition('Ready', 'False', 'ImageURLInvalid'),
        ],
      }),
      /no image name that Flux takes.*\| Stalled: the controller does not try again/,
    )
    assert.match(
      of({
        ...scanned(3),
        conditions: [
          condition('Ready', 'Unknown', 'Progressing'),
          condition('Reconciling', 'True', 'Progressing'),
        ],
      }),
      /It is being reconciled now/,
    )
    assert.match(of(notReady('Mystery', 'who knows')), /Not ready \(Mystery\): who knows/)
  })
})

describe('an ImageUpdateAutomation', () => {
  const oid = 'a'.repeat(40)
  const of = (status: object, spec?: object) => said('ImageUpdateAutomation', [automation(status, spec)])

  test('agrees, lags, differs', () => {
    assert.equal(of({ lastAutomationRunTime: before(4) }), 'agrees | Last run 4 min ago, next in 6 min.')
    assert.match(of({ lastAutomationRunTime: before(60) }), /^lags .*last run 1 h ago, overdue by 50 min/)
    assert.match(of({}), /^differs \| It has not run yet/)
    assert.match(of({}, { ...automationSpec, suspend: true }), /^differs \| It is suspended in the cluster/)
    assert.match(
      of({}, { ...automationSpec, update: { path: './other' } }),
      /^differs \| spec\.update\.path is "\.\/other" in the cluster and "\.\/apps" in the files/,
    )
    assert.match(
      of(
        notReady(
          'GitOperationFailed',
          'failed to push: ERROR: The key you are authenticating with has been marked as read only.',
        ),
      ),
      /^differs \| The Git server refuses the push or the clone.*deploy key with write access/,
    )
  })

  test('files that suspend what the cluster runs', () => {
    const { snapshot } = fixture(files)
    const [path, { text } = { text: '' }] =
      [...snapshot.files].find(([name]) => name.startsWith('automations/')) ?? []
    const suspended = fixture(`#- ${path}\n${text.replace('spec:', 'spec:\n  suspend: true')}`).snapshot
    assert.match(
      said('ImageUpdateAutomation', [automation({})], suspended),
      /^differs \| The files say spec\.suspend: true.*Change the files/,
    )
  })

  test('a commit that is not here', () => {
    const there = reading([automation({ lastAutomationRunTime: before(4), lastPushCommit: oid })])
    const row = rows(there, here, new Map([[oid, 'missing']])).find(
      one => one.kind === 'ImageUpdateAutomation',
    )
    assert.match(row?.why.join(' ') ?? '', /Its last commit, aaaaaaa, is not in this clone: git fetch/)
  })
})
