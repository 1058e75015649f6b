import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diagnostics } from '../../server/src/ide/diagnostics.ts'
import { fixAll } from '../../server/src/ide/fix-all.ts'
import { fixture, settledAfter } from '../fixture.ts'

const old = `apiVersion: 'image.toolkit.fluxcd.io/v1alpha1' # first
kind: ImageUpdateAutomation
metadata:
  name: all
  namespace: apps
spec:
  # How often.
  interval: 1m
  checkout:
    branch: main # the trunk
    gitRepositoryRef:
      name: "fleet"
  commit:
    authorName: Flux
    authorEmail: flux@example.com
    messageTemplate: |
      Update

      {{ .AutomationObject }}
  update:
    strategy: Setters
  push:
    # A branch of its own.
    branch: flux
`

const today = `apiVersion: 'image.toolkit.fluxcd.io/v1' # first
kind: ImageUpdateAutomation
metadata:
  name: all
  namespace: apps
spec:
  # How often.
  interval: 1m
  sourceRef:
    kind: GitRepository
    name: "fleet"
  git:
    checkout:
      ref:
        branch: main # the trunk
    commit:
      author:
        name: Flux
        email: flux@example.com
      messageTemplate: |
        Update

        {{ .AutomationObject }}
    push:
      # A branch of its own.
      branch: flux
  update:
    strategy: Setters
`

test('an automation of v1alpha1 is brought into today’s form, values and comments as they are', () => {
  const { snapshot } = fixture(`#- automation.yaml\n${old}`)
  assert.equal(fixAll(snapshot, ['automation.yaml']).get('automation.yaml'), today)
  const [found] = diagnostics(snapshot, 'automation.yaml').filter(({ code }) => code === 'iua-api-version')
  const after = settledAfter(snapshot, found?.fixes[0]?.edits ?? [])
  assert.deepEqual(
    diagnostics(after, 'automation.yaml').filter(({ code }) => /schema|api-version/.test(code)),
    [],
  )
})
