import { fileURLToPath } from 'node:url'
import {
  CLIENT_CAPABILITIES_META_KEY,
  inputResponse,
  type McpServer,
  type ServerContext,
} from '@modelcontextprotocol/server'
import type { Engine } from './engine.ts'
import { Refusal } from './refusal.ts'

/** The folders that a call is bound to, absolute and without symbolic links. */
export type Roots = readonly [string, ...string[]]

/** The name under which the client is asked for its roots, in both revisions of the protocol. */
export const rootsRequest = 'roots'

/** Whether the client has roots to tell, and has not told them with this request. */
export function mustAskForRoots(server: McpServer, { mcpReq }: ServerContext): boolean {
  const envelope: Readonly<Record<string, unknown>> = mcpReq.envelope ?? {}
  const told = envelope[CLIENT_CAPABILITIES_META_KEY] ?? server.server.getClientCapabilities()
  const hasRoots = typeof told === 'object' && told !== null && 'roots' in told
  return hasRoots && inputResponse(mcpReq.inputResponses, rootsRequest).kind === 'missing'
}

/** The client's roots; the repository of the current folder where it has none. */
export async function rootsOf({ mcpReq }: ServerContext, engine: Engine): Promise<Roots> {
  const answer = inputResponse(mcpReq.inputResponses, rootsRequest)
  return foldersOf(answer.kind === 'roots' ? answer.roots : [], engine)
}

async function foldersOf(
  given: readonly { readonly uri: string }[],
  { realPath, repositoryOf, world }: Engine,
): Promise<Roots> {
  const told = given.flatMap(({ uri }) => folderOf(uri) ?? [])
  const [first, ...others] = await Promise.all(told.map(realPath))
  return first === undefined ? [await realPath(await repositoryOf(world.cwd))] : [first, ...others]
}

/**
 * The roots where the client cannot be asked in the answer: undefined where it has some and the revision of the protocol
 * knows no other way.
 */
export async function toldRoots(
  server: McpServer,
  context: ServerContext,
  engine: Engine,
): Promise<Roots | undefined> {
  if (!mustAskForRoots(server, context)) return rootsOf(context, engine)
  if (CLIENT_CAPABILITIES_META_KEY in (context.mcpReq.envelope ?? {})) return undefined
  const { roots } = await server.server.listRoots()
  return foldersOf(roots, engine)
}

/** The root that a call names, by its path or the end of it; the first where it names none. */
export function chosenRoot(roots: Roots, named: unknown): string {
  if (typeof named !== 'string') return roots[0]
  const found = roots.find(root => root === named || root.endsWith(`/${named}`))
  if (found !== undefined) return found
  throw new Refusal(
    'E_OUTSIDE_ROOTS',
    `${named} is none of the open folders`,
    `Name one of ${roots.join(', ')}.`,
  )
}

function folderOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined
  } catch {
    return undefined
  }
}
