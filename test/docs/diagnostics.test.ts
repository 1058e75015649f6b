import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { Severity } from '../../server/src/ide/answers.ts'
import { codes } from '../../server/src/ide/checks.ts'
import { manual } from './diagnostics.ts'
import { settingProperties } from './setting-properties.ts'

test('docs/diagnostics.md is what the checks say: node test/docs/diagnostics.mjs writes it', () =>
  assert.equal(readFileSync(join(import.meta.dirname, '../../../docs/diagnostics.md'), 'utf8'), manual()))

test('the setting fluxmark.diagnostics completes every code: node test/docs/diagnostics.mjs writes them', () => {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'))
  const groups: readonly { readonly properties: Record<string, { readonly properties?: unknown }> }[] =
    manifest.contributes.configuration
  const [setting] = groups.flatMap(({ properties }) => properties['fluxmark.diagnostics'] ?? [])
  assert.deepEqual(setting?.properties, settingProperties())
})

test('the examples are no part of the program', () => {
  const program = readFileSync(join(import.meta.dirname, '../../../dist/main.js'), 'utf8')
  const held = codes.filter(({ code }) => new RegExp(`\\^ ${code}\\b|<-+ ${code}\\b`).test(program))
  assert.deepEqual(
    held.map(({ code }) => code),
    [],
  )
})

/** Every name that the specification gives to something that can be wrong, with its severity: they are an API. */
const catalogue: Readonly<Record<string, Readonly<Partial<Record<Severity, string>>>>> = {
  'a marker': {
    error: `marker-json-invalid marker-extra-text marker-no-space-before-hash marker-wrong-key marker-bad-separator
      marker-missing-namespace marker-unknown-suffix marker-whitespace-in-ref marker-non-string-values
      marker-above-mapping marker-below marker-on-collection marker-on-alias marker-head-shadowed
      marker-policy-wrong-namespace marker-file-unparsable marker-root-sequence marker-metadata-not-map
      marker-in-list-kind marker-in-helm-template marker-unquoted-nonstring marker-digest-without-reflection
      marker-in-quotes`,
    warning: `marker-on-empty marker-in-block-scalar marker-duplicate-key marker-policy-not-found
      marker-no-automation marker-outside-update-path marker-not-selected marker-file-extension
      marker-suffix-mismatch marker-name-mismatch marker-partial-value marker-variable marker-tag-digest-drift
      marker-two-policies-one-image marker-competing marker-sops value-ahead-of-policy marker-on-match-key`,
    information: 'marker-suspended marker-in-oci-source outdated',
    hint: 'marker-missing formatting-loss',
  },
  'an ImageRepository': {
    error: `repo-image-scheme repo-image-tag repo-image-digest repo-image-uppercase repo-exclusion-regex
      repo-exclusion-too-many repo-provider-host-mismatch repo-timeout-hours`,
    warning: `repo-duplicate-image repo-exclusion-unanchored repo-exclusion-drops-sig-default
      repo-provider-ignores-secret repo-interval-too-short repo-image-account-only`,
    hint: 'repo-ecr-without-provider',
  },
  'an ImagePolicy': {
    error: `policy-none policy-acl policy-regex policy-regex-lookaround policy-extract-unknown-group
      policy-extract-greedy-name policy-extract-constant policy-extract-without-pattern
      policy-numerical-nonnumeric policy-semver-range policy-interval-digest policy-extract-missing`,
    warning: `policy-multiple policy-repo-not-found policy-regex-unanchored policy-extract-substituted
      policy-filter-matches-nothing policy-numerical-precision policy-alphabetical-on-semver
      policy-alphabetical-on-sha policy-semver-hyphen-nospace policy-semver-prerelease-upper
      policy-numerical-widths policy-alphabetical-on-numbers policy-alphabetical-mixed policy-git-describe
      policy-prerelease-by-bound policy-never-changes policy-regex-glob policy-no-tag`,
    information: 'legacy-annotation',
    hint: 'policy-desc',
  },
  'an ImageUpdateAutomation': {
    error: `iua-api-version iua-template-removed-field iua-template-parse iua-template-nonhermetic iua-no-git
      iua-no-push-branch iua-path-missing`,
    warning: 'iua-selector-empty iua-overlapping-paths iua-no-markers',
    information: 'iua-path-file',
    // The catalogue's warning claims that pushes are forced; commits stack, and runs may race at most.
    hint: 'iua-same-push-branch',
  },
}

/** What is there for who asks for it, and says nothing to who does not. */
const offByDefault =
  'formatting-loss iua-pushes-to-source repo-interval-disproportion kustomization-outside-root'

describe('every row of the catalogue has a check', () => {
  const known = new Map<string, string>(codes.map(({ code, severity }) => [code, severity]))
  for (const [what, bySeverity] of Object.entries(catalogue)) {
    test(`of ${what}, with the severity given there`, () =>
      assert.deepEqual(
        Object.entries(bySeverity).flatMap(([severity, names]) =>
          names.split(/\s+/).filter(code => known.get(code) !== severity),
        ),
        [],
      ))
  }

  test('and each name is given once', () => assert.equal(known.size, codes.length))

  test('only what is a matter of taste is off by default, beside the house rules', () =>
    assert.deepEqual(
      codes
        .filter(one => one.default === 'off')
        .map(({ code }) => code)
        .sort(),
      offByDefault.split(' ').sort(),
    ))
})
