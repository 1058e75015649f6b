import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { type Shop, shop } from '../cli/shop.ts'

/** What a tool answered. */
export interface Told {
  readonly isError: boolean
  /** The structured content. */
  // biome-ignore lint/suspicious/noExplicitAny: what the program answered
  readonly answer: any
  readonly text: string
}

export interface Assistant extends Shop {
  readonly client: Client
  readonly call: (name: string, input?: Record<string, unknown>) => Promise<Told>
}

export interface AssistantOptions {
  /** Options of `fluxmark mcp` beside the tags. */
  readonly args?: readonly string[]
  /** Paths from the shop's folder that the client has opened; none: it has no roots. */
  readonly roots?: readonly string[]
  /** `auto`: the newest revision of the protocol that both speak. */
  readonly mode?: 'legacy' | 'auto'
  /** Paths that differ from those of `shop`, before the server starts. */
  readonly files?: Readonly<Record<string, string>>
  /** Tags by image, for others than the shop's; `false`: no tags file, so that registries are asked. */
  readonly tags?: Readonly<Record<string, readonly string[]>> | false
}

/** The official client with `fluxmark mcp --stdio` in a shop of its own. */
export async function assistant(t: TestContext, options: AssistantOptions = {}): Promise<Assistant> {
  return assistantIn(t, shop(t), options)
}

/** The same in a shop that is there. */
export async function assistantIn<S extends Shop>(
  t: TestContext,
  place: S,
  options: AssistantOptions & { readonly env?: Readonly<Record<string, string>> } = {},
): Promise<S & Assistant> {
  const { args = [], roots, mode = 'legacy', files = {}, tags, env = {} } = options
  for (const [path, text] of Object.entries(files)) place.write(path, text)
  if (tags) place.write('../tags.json', JSON.stringify(tags))
  const client = new Client(
    { name: 'test', version: '1.0.0' },
    { capabilities: roots ? { roots: {} } : {}, versionNegotiation: { mode } },
  )
  if (roots)
    client.setRequestHandler('roots/list', () => ({
      roots: roots.map(path => ({ uri: pathToFileURL(join(place.folder, path)).href })),
    }))
  const main = join(import.meta.dirname, '../../../dist/main.js')
  const file = tags === false ? [] : ['--tags', join(place.folder, 'tags.json')]
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [main, 'mcp', '--stdio', ...file, ...args],
    cwd: join(place.folder, 'fleet'),
    env: { PATH: process.env.PATH ?? '', HOME: join(place.folder, 'home'), ...env },
  })
  await client.connect(transport)
  t.after(() => client.close())
  const call = async (name: string, input: Record<string, unknown> = {}): Promise<Told> => {
    const result = await client.callTool({ name, arguments: input })
    const text = result.content.map(block => (block.type === 'text' ? block.text : '')).join('\n')
    return { isError: result.isError === true, answer: result.structuredContent, text }
  }
  return { ...place, client, call }
}
