import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { recognise } from '../../../server/src/flux/onboard/scheme/recognise.ts'
import { selectionOf } from '../../../server/src/flux/selection/selection.ts'

/** What is in use, what the registry lists, the tag that is to be selected (none: `-`), and what is selected after a tag more. */
interface Case {
  readonly what: string
  readonly current: string
  readonly tags: string
  readonly newest: string
  readonly future?: Readonly<Record<string, string>>
}

const cases: readonly Case[] = [
  {
    what: 'semver',
    current: '1.2.3',
    tags: '1.2.3 1.2.10 1.3.0-rc.1 2.0.0 latest',
    newest: '1.2.10',
    future: { '1.4.0': '1.4.0', '2.1.0': '1.2.10', '1.5.0-beta.1': '1.2.10' },
  },
  {
    what: 'semver with v',
    current: 'v1.2.3',
    tags: 'v1.2.3 v1.2.10 v1 v1.2',
    newest: 'v1.2.10',
    future: { 'v1.11.0': 'v1.11.0' },
  },
  {
    what: 'both with and without v, v in use',
    current: 'v1.2.3',
    tags: '1.2.3 v1.2.3 1.2.4 v1.2.4',
    newest: 'v1.2.4',
    future: { '1.2.5': 'v1.2.4' },
  },
  { what: 'zero major', current: '0.3.1', tags: '0.3.1 0.4.0 0.10.2 1.0.0', newest: '0.10.2' },
  {
    what: 'flavour',
    current: '1.27.0-alpine',
    tags: '1.27.0 1.27.0-alpine 1.27.2 1.27.2-alpine 1.27.2-alpine-slim 1.27.2-perl',
    newest: '1.27.2-alpine',
    future: { '1.28.0-alpine3.21': '1.27.2-alpine', '1.28.0-alpine': '1.28.0-alpine' },
  },
  {
    what: 'flavour with the version of its system',
    current: '1.27.0-alpine3.19',
    tags: '1.27.0-alpine3.19 1.27.2-alpine3.19 1.27.2-alpine3.20 1.27.2',
    newest: '1.27.2-alpine3.19',
  },
  {
    what: 'k3s',
    current: 'v1.30.4-k3s1',
    tags: 'v1.30.4-k3s1 v1.30.4-k3s2 v1.30.5-k3s1 v1.30.5-k3s1-amd64 v1.30.6-rc1-k3s1',
    newest: 'v1.30.5-k3s1',
    future: { 'v1.30.5-k3s10': 'v1.30.5-k3s10' },
  },
  {
    what: 'a rebuild number of linuxserver',
    current: '4.0.9-ls250',
    tags: '4.0.9-ls250 4.0.9-ls251 4.0.9-ls99 4.0.10-ls252 amd64-4.0.10-ls252 develop-4.1.0-ls9',
    newest: '4.0.10-ls252',
    future: { '4.0.10-ls1000': '4.0.10-ls1000' },
  },
  {
    what: 'an architecture before the version',
    current: 'amd64-1.2.3',
    tags: 'amd64-1.2.3 arm64-1.2.9 amd64-1.2.10 1.2.11 amd64-latest',
    newest: 'amd64-1.2.10',
  },
  {
    what: 'an architecture behind the version',
    current: '1.2.3-arm64',
    tags: '1.2.3-arm64 1.2.4-arm64 1.2.4-amd64 1.2.5',
    newest: '1.2.4-arm64',
  },
  {
    what: 'LTS line',
    current: '2.462.2-lts-jdk17',
    tags: '2.462.2-lts-jdk17 2.462.3-lts-jdk17 2.462.10-lts-jdk17 2.479-jdk17 2.479.1-lts-jdk21',
    newest: '2.462.10-lts-jdk17',
    future: { '2.479.1-lts-jdk17': '2.479.1-lts-jdk17' },
  },
  {
    what: 'two parts with nothing below',
    current: '16.3-alpine',
    tags: '16 16-alpine 16.3 16.3-alpine 16.4-alpine 16.10-alpine 17.0-alpine 17rc1-alpine',
    newest: '16.10-alpine',
    future: { '17.1-alpine': '16.10-alpine' },
  },
  {
    what: 'four parts',
    current: '24.8.4.13',
    tags: '24.8.4.13 24.8.5.115 24.8.11.5 24.8 24.8.5',
    newest: '24.8.11.5',
    future: { '24.8.11.50': '24.8.11.50' },
  },
  {
    what: 'four parts with v',
    current: 'v5.1.0.9',
    tags: 'v5.1.0.9 v5.1.0.10 v5.2.0.1 v6.0.0.1',
    newest: 'v5.2.0.1',
  },
  {
    what: 'version and build behind a dash',
    current: '1.4.2-118',
    tags: '1.4.2-118 1.4.2-119 1.4.3-120 1.4.10-99 2.0.0-1',
    newest: '1.4.10-99',
    future: { '1.4.10-1000': '1.4.10-1000' },
  },
  {
    what: 'version and hash',
    current: '1.4.2-4b412e7',
    tags: '1.4.2-4b412e7 1.4.3-0aabbcc 1.5.0-8e889fe latest',
    newest: '1.5.0-8e889fe',
  },
  {
    what: 'version and hash, several a version',
    current: '1.4.2-4b412e7',
    tags: '1.4.2-4b412e7 1.4.2-0aabbcc 1.4.2-8e889fe 1.4.2-6543c02',
    newest: '-',
  },
  {
    what: 'version, timestamp, hash',
    current: '1.4.2-20241105101010-4b412e7',
    tags: '1.4.2-20241105101010-4b412e7 1.4.2-20241106101010-0aabbcc 1.5.0-20241104101010-8e889fe',
    newest: '1.5.0-20241104101010-8e889fe',
    future: { '1.5.0-20241201101010-ffffff0': '1.5.0-20241201101010-ffffff0' },
  },
  {
    what: 'pseudo-version',
    current: 'v0.0.0-20241105101010-4b412e7aabbc',
    tags: 'v0.0.0-20241105101010-4b412e7aabbc v0.0.0-20241107101010-000000000000',
    newest: 'v0.0.0-20241107101010-000000000000',
  },
  {
    what: 'jdk 8',
    current: '8u412-b08-jre-alpine',
    tags: '8u402-b06-jre-alpine 8u412-b08-jre-alpine 8u422-b05-jre-alpine 8u422-b05-jdk-alpine 8-jre-alpine 11.0.24_8-jre-alpine',
    newest: '8u422-b05-jre-alpine',
    future: { '8u432-b06-jre-alpine': '8u432-b06-jre-alpine' },
  },
  {
    what: 'a component before the version',
    current: 'jdk-21.0.4_7',
    tags: 'jdk-21.0.4_7 jdk-21.0.5_11 jdk-21.0.10_7 jdk-17.0.9_9',
    newest: 'jdk-21.0.10_7',
  },
  {
    what: 'release- before the version',
    current: 'release-1.4.2',
    tags: 'release-1.4.2 release-1.4.10 release-2.0.0 1.9.0',
    newest: 'release-1.4.10',
  },
  {
    what: 'prerelease with a dot',
    current: '1.9.0-rc.2',
    tags: '1.8.6 1.9.0-rc.2 1.9.0-rc.10 1.9.0-beta.30 2.0.0-rc.1',
    newest: '1.9.0-rc.10',
    future: { '1.9.0': '1.9.0', '1.9.0-rc.11': '1.9.0-rc.11', '2.0.0': '1.9.0-rc.10' },
  },
  {
    what: 'prerelease without a dot',
    current: 'v3.0.0-rc2',
    tags: 'v3.0.0-rc2 v3.0.0-rc10 v3.0.0-beta9 v2.11.0',
    newest: 'v3.0.0-rc10',
    future: { 'v3.0.0': 'v3.0.0' },
  },
  {
    what: 'the builds of a branch behind a version',
    current: '1.5.0-main.118',
    tags: '1.5.0-main.118 1.5.0-main.119 1.5.0-feature-x.500 1.5.0 1.5.1-main.2 main',
    newest: '1.5.1-main.2',
    future: { '1.5.1-main.10': '1.5.1-main.10' },
  },
  {
    what: 'attached beta',
    current: '2024.11.0b3',
    tags: '2024.11.0b3 2024.11.0b10 2024.10.4',
    newest: '2024.11.0b10',
  },
  {
    what: 'calendar with padded months',
    current: '24.04-py3',
    tags: '23.10-py3 24.04-py3 24.09-py3 24.10-py3 24.10-py3-sdk 24.10',
    newest: '24.10-py3',
    future: { '25.01-py3': '25.01-py3' },
  },
  {
    what: 'calendar of three parts',
    current: '2024.8.1',
    tags: '2024.8.1 2024.8.2 2024.10.0 2024.12.0b1 2024.8',
    newest: '2024.10.0',
    future: { '2025.2.0': '2025.2.0' },
  },
  {
    what: 'calendar, year and month',
    current: '2024.05',
    tags: '2024.05 2024.06 2024.11 2023.12 latest',
    newest: '2024.11',
    future: { '2025.01': '2025.01' },
  },
  {
    what: 'date',
    current: '20241105',
    tags: '20241105 20241106 20241230 latest pr-99999999',
    newest: '20241230',
    future: { '20250101': '20250101' },
  },
  {
    what: 'date with dashes',
    current: '2024-11-05',
    tags: '2024-11-05 2024-11-06 2024-11-06-debug nightly',
    newest: '2024-11-06',
    future: { '2025-01-01': '2025-01-01' },
  },
  {
    what: 'dated nightly',
    current: 'nightly-20241105',
    tags: 'nightly nightly-20241105 nightly-20241106 nightly-20241106-alpine 1.2.3',
    newest: 'nightly-20241106',
  },
  {
    what: 'dated nightly with dots',
    current: 'nightly-2024.11.05',
    tags: 'nightly-2024.11.05 nightly-2024.11.30 stable-2024.12.01',
    newest: 'nightly-2024.11.30',
    future: { 'nightly-2025.01.02': 'nightly-2025.01.02' },
  },
  {
    what: 'date and hash',
    current: '20241105-4b412e7',
    tags: '20241105-4b412e7 20241106-0aabbcc',
    newest: '20241106-0aabbcc',
  },
  {
    what: 'date and counter',
    current: '20241105.9',
    tags: '20241105.9 20241105.10 20241104.30',
    newest: '20241105.10',
    future: { '20241106.1': '20241106.1' },
  },
  {
    what: 'date with dashes and counter',
    current: '2024-11-05.2',
    tags: '2024-11-05.2 2024-11-05.10 2024-11-04.12',
    newest: '2024-11-05.10',
  },
  {
    what: 'moment in UTC',
    current: '20241105T101500Z',
    tags: '20241105T101500Z 20241105T231500Z 20241106T001500Z',
    newest: '20241106T001500Z',
  },
  {
    what: 'moment with dashes',
    current: '2024-11-05-10-15-00',
    tags: '2024-11-05-10-15-00 2024-11-05-23-15-00 2024-11-06',
    newest: '2024-11-05-23-15-00',
  },
  {
    what: 'branch, hash, timestamp',
    current: 'main-4b412e7-1731731009',
    tags: 'main-4b412e7-1731731009 main-056e2a8-1732116024 dev-056e2a8-1742116024 latest',
    newest: 'main-056e2a8-1732116024',
    future: {
      'main-ffffff0-1740000000': 'main-ffffff0-1740000000',
      'release-0000000-1750000000': 'main-056e2a8-1732116024',
    },
  },
  {
    what: 'branch, hash of digits, timestamp',
    current: 'main-1234567-1731731009',
    tags: 'main-1234567-1731731009 main-056e2a8-1732116024',
    newest: 'main-056e2a8-1732116024',
  },
  {
    what: 'branch, timestamp, hash',
    current: 'main-20241105101010-4b412e7',
    tags: 'main-20241105101010-4b412e7 main-20241106101010-056e2a8 feature-x-20250101000000-056e2a8',
    newest: 'main-20241106101010-056e2a8',
  },
  {
    what: 'branch with dashes and timestamp',
    current: 'feat-login-1731731009',
    tags: 'feat-login-1731731009 feat-login-1732116024',
    newest: '-',
  },
  {
    what: 'branch, run, hash',
    current: 'master-61-7fde3a3',
    tags: 'master-61-7fde3a3 master-99-4477644 master-100-9c4e7a9 staging-200-a9f2d1b',
    newest: 'master-100-9c4e7a9',
  },
  {
    what: 'branch, hash, run',
    current: 'main-7fde3a3-61',
    tags: 'main-7fde3a3-61 main-4477644-99 main-9c4e7a9-100 dev-9c4e7a9-200',
    newest: 'main-9c4e7a9-100',
  },
  {
    what: 'run and hash',
    current: '61-7fde3a3',
    tags: '61-7fde3a3 99-a477644 100-9c4e7a9',
    newest: '100-9c4e7a9',
  },
  {
    what: 'hash and run',
    current: '7fde3a3-61',
    tags: '7fde3a3-61 a477644-99 9c4e7a9-100',
    newest: '9c4e7a9-100',
  },
  {
    what: 'build number',
    current: 'build-99',
    tags: 'build-99 build-100 build-9 pr-200',
    newest: 'build-100',
  },
  { what: 'build number behind a letter', current: 'b1099', tags: 'b1099 b1100 b999', newest: 'b1100' },
  {
    what: 'plain numbers',
    current: '104',
    tags: '99 100 104 112 latest',
    newest: '112',
    future: { '1000': '1000' },
  },
  { what: 'seconds', current: '1731731009', tags: '1731731009 1732116024', newest: '1732116024' },
  {
    what: 'milliseconds',
    current: '1731731009123',
    tags: '1731731009123 1732116024000',
    newest: '1732116024000',
  },
  {
    what: 'git describe',
    current: 'v1.4.2-3-gc290adc',
    tags: 'v1.4.2 v1.4.2-3-gc290adc v1.4.2-17-g450bdf0 v1.5.0 v1.5.0-2-gda251be v2.0.0 v1.5.0-8-gda251be-dirty',
    newest: 'v1.5.0-2-gda251be',
    future: { 'v1.6.0': 'v1.6.0', 'v1.5.0-10-g0000000': 'v1.5.0-10-g0000000', 'v2.0.1': 'v1.5.0-2-gda251be' },
  },
  {
    what: 'RELEASE and a moment',
    current: 'RELEASE.2024-08-29T01-40-52Z',
    tags: 'RELEASE.2024-08-29T01-40-52Z RELEASE.2024-11-07T00-52-20Z RELEASE.2024-12-07T00-52-20Z-cpuv1',
    newest: 'RELEASE.2024-11-07T00-52-20Z',
  },
  {
    what: 'cuda',
    current: '12.4.1-cudnn-runtime-ubuntu22.04',
    tags: '12.4.1-cudnn-runtime-ubuntu22.04 12.6.2-cudnn-runtime-ubuntu22.04 12.6.2-cudnn-runtime-ubuntu24.04 12.6.2-cudnn-devel-ubuntu22.04 13.0.0-cudnn-runtime-ubuntu22.04',
    newest: '12.6.2-cudnn-runtime-ubuntu22.04',
  },
  {
    what: 'php',
    current: '8.3.11-fpm-alpine3.20',
    tags: '8.3.11-fpm-alpine3.20 8.3.13-fpm-alpine3.20 8.3.13-fpm-alpine 8.3.14RC1-fpm-alpine3.20 8.4.1-fpm-alpine3.20 8.3.13-cli-alpine3.20',
    newest: '8.4.1-fpm-alpine3.20',
  },
  {
    what: 'two versions, the flavour last',
    current: '6.6.1-php8.3-apache',
    tags: '6.6.1-php8.3-apache 6.6.2-php8.3-apache 6.7.1-php8.3-apache 6.7.1-php8.2-apache',
    newest: '6.7.1-php8.3-apache',
  },
  {
    what: 'postgres flavour',
    current: '2.16.1-pg16',
    tags: '2.16.1-pg16 2.17.1-pg16 2.17.2-pg17 2.17.1-pg16-oss',
    newest: '2.17.1-pg16',
  },
  {
    what: 'a product before a version',
    current: 'pg16-v0.7.4',
    tags: 'pg16-v0.7.4 pg16-v0.8.0 pg17-v0.9.0',
    newest: 'pg16-v0.8.0',
  },
  {
    what: 'weeks',
    current: '2024w45',
    tags: '2024w45 2024w46 2024w09 2023w52',
    newest: '2024w46',
    future: { '2025w01': '2025w01' },
  },
  {
    what: 'Debian snapshot',
    current: 'bookworm-20240926-slim',
    tags: 'bookworm-20240926-slim bookworm-20241111-slim bookworm-20241211 trixie-20250101-slim',
    newest: 'bookworm-20241111-slim',
  },
  {
    what: 'Ubuntu, dated',
    current: 'noble-20240904.1',
    tags: 'noble-20240904.1 noble-20241011 noble-20241118.1 jammy-20250101.1',
    newest: 'noble-20241118.1',
  },
  {
    what: 'security release',
    current: '11.2.2',
    tags: '11.2.2 11.2.2-security-01 11.2.3 11.3.0-78987',
    newest: '11.2.3',
  },
  {
    what: 'SNAPSHOT in use',
    current: '1.5.0-SNAPSHOT',
    tags: '1.5.0-SNAPSHOT 1.4.0 1.6.0-SNAPSHOT',
    newest: '-',
  },
  { what: 'latest', current: 'latest', tags: 'latest 1.2.3', newest: '-' },
  { what: 'moving minor', current: '1.27', tags: '1.27 1.27.1 1.28.0', newest: '-' },
  {
    what: 'moving major',
    current: '16-alpine',
    tags: '16-alpine 16.3-alpine 16.4-alpine 17-alpine',
    newest: '-',
  },
  { what: 'major v', current: 'v2', tags: 'v1 v2 v3 v2.1.0', newest: '-' },
  { what: 'hash', current: '4b412e7', tags: '4b412e7 056e2a8 8e889fe', newest: '-' },
  {
    what: 'whole hash',
    current: '4b412e7aabbccddeeff00112233445566778899a',
    tags: '4b412e7aabbccddeeff00112233445566778899a',
    newest: '-',
  },
  { what: 'branch and hash', current: 'main-1b0da2d', tags: 'main-1b0da2d main-5d6a346 main', newest: '-' },
  { what: 'sha- and hash', current: 'sha-7d1e0aa', tags: 'sha-7d1e0aa sha-00d61b3', newest: '-' },
  { what: 'pull request', current: 'pr-214', tags: 'pr-214 pr-215 pr-216', newest: '-' },
  { what: 'words', current: 'final2', tags: 'final final2 new old', newest: '-' },
]

describe('the scheme of tags', () => {
  for (const { what, current, tags, newest, future = {} } of cases)
    test(`${what}: ${current}`, () => {
      const list = tags.split(' ')
      const found = recognise(current, list)
      const selected = (all: readonly string[]) => {
        if (!found.sure) return '-'
        const { filterTags, policy } = found.proposal
        const filter = filterTags && { pattern: filterTags.pattern, extract: filterTags.extract ?? '' }
        const request = {
          image: 'x',
          tags: all,
          exclusionList: undefined,
          policy,
          filter,
          fluxVersion: '2.9',
        }
        const selection = selectionOf(request)
        return selection.state === 'latest' ? selection.tag : JSON.stringify(selection)
      }
      assert.equal(selected(list), newest, JSON.stringify(found))
      for (const [tag, expected] of Object.entries(future))
        assert.equal(selected([...list, tag]), expected, `with ${tag}: ${JSON.stringify(found)}`)
      if (!found.sure) assert.match(found.why, /\.$|`$/)
    })
})
