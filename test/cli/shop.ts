import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { fluxmarkWith, type Run } from './fluxmark.ts'

const resources = (name: string, namespace: string) => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: ${name}, namespace: ${namespace}}
spec: {image: ghcr.io/shop/${name}, interval: 5m}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: ${name}, namespace: ${namespace}}
spec: {imageRepositoryRef: {name: ${name}}, policy: {semver: {range: '>=1.0.0'}}}
---
`
const automation = (name: string, namespace: string, path: string, push: string) => `---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  interval: 30m
  sourceRef: {kind: GitRepository, name: fleet}
  git:
    checkout: {ref: {branch: main}}
    ${push === '' ? '' : `push: {branch: ${push}}`}
    commit: {author: {email: flux@example.com}, messageTemplate: '${name}: {{ len .Changed.Changes }}'}
  update: {path: ${path}, strategy: Setters}
`
const marked = (name: string, namespace: string) =>
  `kind: A\nimage: ghcr.io/shop/${name}:1.0.0 # {"$imagepolicy": "${namespace}:${name}"}\n`

/** Push branches of the two automations; '' for none. */
export interface ShopOptions {
  readonly staging?: string
  readonly production?: string
  /** What the program has in its environment besides; read at each run. */
  readonly env?: Readonly<Record<string, string>>
}

export interface Shop {
  /** Holds everything, and goes with the test. */
  readonly folder: string
  readonly git: (...args: readonly string[]) => string
  readonly run: (...args: readonly string[]) => Promise<Run>
  /** The same from another folder, with the same home. */
  readonly runIn: (folder: string, ...args: readonly string[]) => Promise<Run>
  /** What each image has from now on. */
  readonly setTags: (lists: Readonly<Record<string, readonly string[]>>) => void
  /** Runs with `--format json`; `answer` is what was printed. */
  readonly json: (
    ...args: readonly string[]
    // biome-ignore lint/suspicious/noExplicitAny: what the program printed
  ) => Promise<{ readonly code: number; readonly err: string; readonly answer: any }>
  readonly read: (path: string) => string
  readonly write: (path: string, text: string) => void
}

/**
 * A GitOps repository in a real Git repository on `main`: automation `staging` updates `staging/web.yaml` and
 * `staging/api.yaml`, automation `production` updates `production/web.yaml`; each value is outdated.
 */
export function shop(t: TestContext, { staging = '', production = '', env = {} }: ShopOptions = {}): Shop {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fluxmark-shop-')))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const root = join(folder, 'fleet')
  const home = join(folder, 'home')
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', env: { PATH: process.env.PATH, HOME: home } })
  const files = {
    'staging/web.yaml': marked('web', 'stage'),
    'staging/api.yaml': marked('api', 'stage'),
    'production/web.yaml': marked('web', 'prod'),
    'flux/stage.yaml':
      resources('web', 'stage') +
      resources('api', 'stage') +
      automation('staging', 'stage', './staging', staging),
    'flux/prod.yaml': resources('web', 'prod') + automation('production', 'prod', './production', production),
  }
  for (const [path, text] of Object.entries(files)) write(path, text)
  const tags = join(folder, 'tags.json')
  setTags({ 'ghcr.io/shop/web': ['1.0.0', '1.1.0'], 'ghcr.io/shop/api': ['1.0.0', '1.2.0'] })
  mkdirSync(home)
  writeFileSync(join(home, '.gitconfig'), '[user]\nname = Ada\nemail = ada@example.com\n')
  git('init', '-q', '-b', 'main')
  git('add', '-A')
  git('commit', '-q', '-m', 'Start')

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const runIn = (folder: string, ...args: readonly string[]) =>
    fluxmarkWith(env, folder, home, ...args, '--tags', tags)
  const run = (...args: readonly string[]) => runIn(root, ...args)
  function setTags(lists: Readonly<Record<string, readonly string[]>>): void {
    writeFileSync(tags, JSON.stringify(lists))
  }
  const json = async (...args: readonly string[]) => {
    const { code, out, err } = await run(...args, '--format', 'json')
    return { code, err, answer: JSON.parse(out) }
  }
  const read = (path: string) => readFileSync(join(root, path), 'utf8')
  return { folder, git, run, runIn, json, setTags, read, write }
}
