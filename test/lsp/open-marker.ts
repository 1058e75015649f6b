import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Client } from './client.ts'

type Examples = typeof import('../../examples/registry.mjs')

const examples: Examples = await import(
  pathToFileURL(join(import.meta.dirname, '../../../examples/registry.mjs')).href
)

/** A repository, a policy and a marker of an image. */
export const manifests = (image: string) => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: apps}
spec: {image: ${image}, interval: 5m, secretRef: {name: pull-login}}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: apps}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}
---
image: ${image}:1.2.3 # {"$imagepolicy": "apps:web"}
`
/** The line (from 0) of the marked value in `manifests`. */
const marked = 10

type Answers = ConstructorParameters<typeof Client>[0]

/** A server with one open document; logins, lists and settings are nobody's. */
export async function openMarker(
  context: TestContext,
  image: string,
  { answers = {}, experimental = {}, settings = {}, launcher = [], env = {}, ...options }: OpenOptions = {},
): Promise<OpenMarker> {
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-lsp-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'web.yaml'), manifests(image))
  const client = new Client(
    {
      'workspace/configuration': ({ items }: { items: { section: string }[] }) =>
        items.map(({ section }) => settings[section] ?? null),
      ...answers,
    },
    {
      PATH: process.env.PATH,
      HOME: folder,
      DOCKER_CONFIG: folder,
      XDG_CACHE_HOME: join(folder, 'cache'),
      ...env,
    },
    launcher,
  )
  let ended: Promise<number | null> | undefined
  const end = () => {
    ended ??= client.end()
    return ended
  }
  context.after(end)
  const uri = pathToFileURL(join(folder, 'web.yaml')).href
  await client.request('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: { workspace: { configuration: true }, experimental },
    initializationOptions: { trusted: true, allowedHosts: [], ...options },
  })
  client.notify('initialized', {})
  client.notify('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 1, text: manifests(image) },
  })
  /** The hover on the marked value, as soon as it holds `expected`. */
  const hover = async (expected: string) => {
    for (;;) {
      const answer = await client.request<{ contents: { value: string } } | null>('textDocument/hover', {
        textDocument: { uri },
        position: { line: marked, character: 8 },
      })
      const text = answer?.contents.value.replaceAll('\\', '') ?? ''
      if (text.includes(expected)) return text
    }
  }
  const command = <T>(name: string, argument: object) =>
    client.request<T>('workspace/executeCommand', { command: name, arguments: [argument] })
  return { client, folder, hover, command, end }
}

/** An editor with one document open. */
export interface OpenMarker {
  readonly client: Client
  /** What is on disk: the workspace, and the caches. */
  readonly folder: string
  /** The hover on the marked value, as soon as it holds `expected`. */
  hover(expected: string): Promise<string>
  /** Has the server run a command. */
  command<T>(name: string, argument: object): Promise<T>
  /** Ends the server; once, however often it is called. */
  end(): Promise<number | null>
}

export interface OpenOptions {
  /** More of the server's environment. */
  readonly env?: Readonly<Record<string, string>>
  /** A command to run the server under. */
  readonly launcher?: readonly string[]
  readonly answers?: Answers
  readonly experimental?: object
  readonly settings?: Readonly<Record<string, unknown>>
  readonly trusted?: boolean
  readonly allowedHosts?: readonly string[]
}

/** The demo's registry, until the test ends. */
export async function registryWith(
  context: TestContext,
  options: Parameters<Examples['startRegistry']>[0],
): ReturnType<Examples['startRegistry']> {
  const registry = await examples.startRegistry(options)
  context.after(() => registry.close())
  return registry
}
