import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { checks } from '../../server/src/ide/checks.ts'
import { manual } from './diagnostics.ts'

test('docs/diagnostics.md is what the checks say: node test/docs/diagnostics.mjs writes it', () =>
  assert.equal(readFileSync(join(import.meta.dirname, '../../../docs/diagnostics.md'), 'utf8'), manual()))

/** Every name that the specification gives to something that can be wrong: they are an API. */
const catalogue = {
  'a marker': `marker-json-invalid marker-extra-text marker-no-space-before-hash marker-wrong-key marker-bad-separator
    marker-missing-namespace marker-unknown-suffix marker-whitespace-in-ref marker-non-string-values
    marker-above-mapping marker-below marker-on-collection marker-on-alias marker-on-empty marker-in-block-scalar
    marker-head-shadowed marker-duplicate-key marker-policy-not-found marker-policy-wrong-namespace
    marker-no-automation marker-outside-update-path marker-not-selected marker-file-extension
    marker-file-unparsable marker-root-sequence marker-metadata-not-map marker-in-list-kind
    marker-in-helm-template marker-unquoted-nonstring marker-digest-without-reflection marker-suffix-mismatch
    marker-name-mismatch marker-partial-value marker-variable marker-tag-digest-drift
    marker-two-policies-one-image marker-competing marker-sops marker-suspended marker-in-oci-source
    marker-missing value-ahead-of-policy formatting-loss outdated`,
  'an ImageRepository': `repo-image-scheme repo-image-tag repo-image-digest repo-image-uppercase repo-duplicate-image
    repo-exclusion-unanchored repo-exclusion-drops-sig-default repo-exclusion-regex repo-exclusion-too-many
    repo-provider-host-mismatch repo-provider-ignores-secret repo-ecr-without-provider repo-timeout-hours
    repo-interval-too-short`,
  'an ImagePolicy': `policy-none policy-multiple policy-repo-not-found policy-acl policy-regex policy-regex-unanchored
    policy-regex-lookaround policy-extract-unknown-group policy-extract-greedy-name policy-extract-constant
    policy-extract-without-pattern policy-extract-substituted policy-filter-matches-nothing
    policy-numerical-nonnumeric policy-numerical-precision policy-alphabetical-on-semver
    policy-alphabetical-on-sha policy-desc policy-semver-range policy-semver-hyphen-nospace
    policy-semver-prerelease-upper policy-interval-digest`,
  'an ImageUpdateAutomation': `iua-api-version iua-template-removed-field iua-template-parse iua-template-nonhermetic
    iua-no-git iua-no-push-branch iua-path-missing iua-path-file iua-selector-empty iua-overlapping-paths
    iua-same-push-branch iua-no-markers`,
}

describe('every row of the catalogue has a check', () => {
  const known = new Set(checks.map(({ code }) => code))
  for (const [what, codes] of Object.entries(catalogue)) {
    test(`of ${what}`, () =>
      assert.deepEqual(
        codes.split(/\s+/).filter(code => !known.has(code)),
        [],
      ))
  }

  test('and each name is given once', () => assert.equal(known.size, checks.length))
})
