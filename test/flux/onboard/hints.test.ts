import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { placedImages } from '../../../server/src/flux/images/placed-images.ts'
import { followed } from '../../../server/src/flux/onboard/hints/followed.ts'
import { selectedByProposal } from '../../../server/src/flux/onboard/selected-by-proposal.ts'
import { emptySnapshot, withFiles } from '../../../server/src/flux/workspace/snapshot.ts'

/** What other tools' configuration says of an image is followed, and told. */

const tags = [
  '1.2.3',
  '1.2.9',
  '1.3.0',
  '1.4.0-rc.1',
  '2.0.0',
  '1.2.3-alpine',
  '1.3.1-alpine',
  'v1.2.3',
  'v1.9.0',
]

interface Case {
  readonly what: string
  readonly files: Readonly<Record<string, string>>
  readonly selects: string | undefined
  readonly why: RegExp
  readonly exclude?: readonly string[]
}

const image = (tag = '1.2.3', comment = '') =>
  `kind: Web\nspec:\n${comment}  image: ghcr.io/acme/web:${tag}\n`
const argo = (...lines: readonly string[]) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: web\n  annotations:\n${lines
    .map(line => `    argocd-image-updater.argoproj.io/${line}\n`)
    .join('')}`

const cases: readonly Case[] = [
  {
    what: 'a constraint of the image list, in the same file',
    files: { 'a.yaml': `${argo('image-list: web=ghcr.io/acme/web:~1.2')}---\n${image()}` },
    selects: '1.2.9',
    why: /annotation of Argo CD Image Updater in a\.yaml asks for semver within ~1\.2: followed\./,
  },
  {
    what: 'the annotations of another file, without a constraint: the major stays',
    files: { 'a.yaml': image(), 'argo/web.yaml': argo('image-list: ghcr.io/acme/web') },
    selects: '1.3.0',
    why: /in argo\/web\.yaml asks for semver: followed\. The newest version counts/,
  },
  {
    what: 'allowed and ignored tags of an alias',
    files: {
      'a.yaml': image('1.2.3-alpine'),
      'b.yaml': argo(
        'image-list: db=ghcr.io/acme/db, web=ghcr.io/acme/web:1.x-0',
        'web.allow-tags: regexp:^\\d+\\.\\d+\\.\\d+-alpine$',
        'web.ignore-tags: 1.3.*, *-rc?',
      ),
    },
    selects: '1.2.3-alpine',
    why: /without 1\.3\.\*, \*-rc\?: followed/,
    exclude: ['^.*\\.sig$', '^1\\.3\\..*$', '^.*-rc.$'],
  },
  {
    what: 'the order of names',
    files: {
      'a.yaml': image(),
      'b.yaml': argo('image-list: w=ghcr.io/acme/web', 'w.update-strategy: name', 'w.allow-tags: regexp:^v'),
    },
    selects: 'v1.9.0',
    why: /asks for name of tags that match \^v: followed/,
  },
  {
    what: 'the newest build, for which Flux has no word',
    files: {
      'a.yaml': image(),
      'b.yaml': argo('image-list: w=ghcr.io/acme/web', 'update-strategy: newest-build'),
    },
    selects: '1.3.0',
    why: /Flux knows no build date/,
  },
  {
    what: 'the digest of a moving tag',
    files: {
      'a.yaml': image(),
      'b.yaml': argo('image-list: w=ghcr.io/acme/web', 'w.update-strategy: digest'),
    },
    selects: undefined,
    why: /digestReflectionPolicy: Always/,
  },
  {
    what: 'a constraint that nothing meets',
    files: { 'a.yaml': image(), 'b.yaml': argo('image-list: w=ghcr.io/acme/web:9.x') },
    selects: '1.3.0',
    why: /selects no tag in Flux, and is not followed\. The newest version counts/,
  },
  {
    what: 'annotations about another image',
    files: { 'a.yaml': image(), 'b.yaml': argo('image-list: w=ghcr.io/acme/other:~1.2') },
    selects: '1.3.0',
    why: /^The newest version counts/,
  },
  {
    what: 'a comment of Renovate with groups',
    files: {
      'a.yaml': image(
        '1.2.3-alpine',
        '  # renovate: datasource=docker depName=ghcr.io/acme/web versioning=regex:^(?<major>\\d+)\\.(?<minor>\\d+)\\.(?<patch>\\d+)-(?<compatibility>\\w+)$\n',
      ),
    },
    selects: '1.3.1-alpine',
    why: /The Renovate comment in a\.yaml asks for versions that match .*: followed\./,
  },
  {
    what: 'a comment of Renovate that takes a part',
    files: {
      'a.yaml': image('v1.2.3', '  # renovate: datasource=docker extractVersion=^v(?<version>.*)$\n'),
    },
    selects: 'v1.9.0',
    why: /takes the version by/,
  },
  {
    what: 'a comment of Renovate on the line',
    files: { 'a.yaml': 'kind: Web\nspec:\n  image: ghcr.io/acme/web:1.2.3 # renovate: versioning=docker\n' },
    selects: '1.3.0',
    why: /asks for the versioning docker: followed\. The newest version counts/,
  },
  {
    what: 'a comment of Renovate about something else',
    files: { 'a.yaml': image('1.2.3', '  # renovate: datasource=github-releases depName=acme/web\n') },
    selects: '1.3.0',
    why: /^The newest version counts/,
  },
]

describe('hints of other tools', () => {
  for (const { what, files, selects, why, exclude } of cases)
    test(what, () => {
      const snapshot = withFiles(emptySnapshot({ fluxVersion: 'auto' }), Object.entries(files))
      const file = snapshot.files.get('a.yaml')
      assert(file)
      const placed = placedImages(snapshot, file).at(-1)
      assert(placed)
      const found = followed(snapshot, placed, tags)
      assert.match(found.why, why)
      assert.deepEqual(found.exclude, exclude)
      assert.equal(found.sure ? selectedByProposal(found.proposal, tags, found.exclude) : undefined, selects)
    })
})
