import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { TextDocument, type TextEdit } from 'vscode-languageserver-textdocument'
import { Client } from './client.ts'

const examples = pathToFileURL(join(import.meta.dirname, '../../../examples/registry.mjs')).href
const { startRegistry } = (await import(examples)) as typeof import('../../examples/registry.mjs')
const registry = await startRegistry({ images: { web: ['1.0.0', '1.1.0'], api: ['2.0.0', '2.1.0'] } })
after(() => registry.close())

export interface Shop {
  readonly root: string
  /** What Git says. */
  readonly git: (...args: readonly string[]) => string
  readonly read: (path: string) => string
}

/** A GitOps repository with two images, each in its own file and outdated. */
export function shop(t: TestContext): Shop {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'fluxmark-commits-')))
  t.after(() => rmSync(root, { recursive: true, force: true }))
  const { host } = registry
  const files = {
    'web.yaml': marked(`${host}/web:1.0.0`, 'web'),
    'api.yaml': marked(`${host}/api:2.0.0`, 'api'),
    'flux/image.yaml': policy('web', host) + policy('api', host) + automation,
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const git = (...args: readonly string[]) => gitIn(root, ...args)
  git('init', '-q', '-b', 'main')
  commitAll(root, 'Start')
  return { root, git, read: (path: string) => readFileSync(join(root, path), 'utf8') }
}

export function gitIn(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: folder, encoding: 'utf8', env })
}

export function commitAll(folder: string, message: string): void {
  gitIn(folder, 'add', '-A')
  gitIn(folder, 'commit', '-q', '-m', message)
}

/** A document's text with an edit in it. */
export function appliedTo(
  document: TextDocument,
  edit: { documentChanges: readonly { textDocument: { uri: string }; edits: readonly TextEdit[] }[] },
): string {
  const edits = edit.documentChanges.filter(({ textDocument }) => textDocument.uri === document.uri)
  return TextDocument.applyEdits(
    document,
    edits.flatMap(({ edits }) => [...edits]),
  )
}

type Edit = Parameters<typeof appliedTo>[1]

export interface Opened {
  readonly client: Client
  /** Runs a command of the server's. */
  readonly run: <T>(command: string, argument?: object) => Promise<T>
  /** What the editor was asked to apply. */
  readonly edits: readonly Edit[]
}

/** Opens the folders; `onEdit` is what the editor does with an edit besides taking it. */
export async function opened(
  t: TestContext,
  roots: readonly string[],
  settings: object = {},
  onEdit: (edit: Edit) => unknown = () => {},
  more: {
    readonly answers?: Readonly<Record<string, (params: never) => unknown>>
    readonly capabilities?: object
  } = {},
): Promise<Opened> {
  const edits: Edit[] = []
  const client = new Client(
    {
      'window/showMessageRequest': ({ actions }: { actions: { title: string }[] }) => actions[0],
      'client/registerCapability': () => null,
      'workspace/configuration': ({ items }: { items: { section: string }[] }) =>
        items.map(({ section }) => (section === 'fluxmark' ? settings : {})),
      'workspace/applyEdit': ({ edit }: { edit: Edit }) => {
        edits.push(edit)
        return { applied: onEdit(edit) !== false }
      },
      ...more.answers,
    },
    env,
  )
  t.after(() => client.end())
  await client.request('initialize', {
    processId: process.pid,
    workspaceFolders: roots.map((root, at) => ({ uri: pathToFileURL(root).href, name: `${at}` })),
    capabilities: {
      workspace: { configuration: true, workspaceFolders: true, ...more.capabilities },
      ...(more.answers ? { experimental: { 'fluxmark/secret': true } } : {}),
    },
    initializationOptions: { trusted: true, allowedHosts: [registry.host] },
  })
  client.notify('initialized', {})
  const run = <T>(command: string, argument: object = {}) =>
    client.request<T>('workspace/executeCommand', { command, arguments: [{ silent: true, ...argument }] })
  // Folders are opened when the settings have come.
  while ((await run<Plan>('fluxmark.planCommit')).changes.length === 0);
  return { client, run, edits }
}

export interface Plan {
  changes: { id: string; path: string; line: number; old: string; new: string; pushBranch?: string }[]
  commits: { branch?: string; message: string }[]
  previews: {
    branch?: string
    author?: { name: string }
    files: { path: string; before?: string; after?: string }[]
  }[]
  refusals: { code: string; message: string }[]
}
export interface Committed {
  changes: number
  done: string[]
  branches: {
    root: string
    branch: string
    isCheckedOut: boolean
    commits: { oid: string }[]
    remote?: { remote: string }
    pullRequest: { title: string; body: string; base?: string; hasPage: boolean }
  }[]
  failures: { code: string; message: string }[]
  skipped: { path: string; code: string }[]
}
export interface Refused {
  failure?: { code: string; message: string }
}

const policy = (name: string, host: string) => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: ${name}, namespace: flux-system}
spec: {image: ${host}/${name}, interval: 5m, insecure: true}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: ${name}, namespace: flux-system}
spec: {imageRepositoryRef: {name: ${name}}, policy: {semver: {range: '>=1.0.0'}}}
---
`
const automation = `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 30m
  sourceRef: {kind: GitRepository, name: flux-system}
  git:
    checkout: {ref: {branch: main}}
    push: {branch: flux-image-updates}
    commit:
      author: {name: Flux, email: flux@example.com}
      messageTemplate: 'Bump {{ len .Changed.Changes }}'
  update: {path: ./, strategy: Setters}
`
const marked = (image: string, name: string) =>
  `kind: A\nimage: ${image} # {"$imagepolicy": "flux-system:${name}"}\n`

const env = {
  ...process.env,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
}
