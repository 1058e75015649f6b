import { readFile, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { problemOf, runVerb } from './cli/run.ts'
import type { McpOptions, World } from './cli/world.ts'
import { describeDiagnostic } from './ide/texts/describe-diagnostic.ts'
import type { CallTool } from './lsp/world.ts'
import { createCallTool } from './mcp/call-tool.ts'
import type { Engine } from './mcp/engine.ts'

/** What the server for assistants, and the editor's tools for them, need of the program: its world and its version. */
interface Program {
  readonly world: World
  readonly repositoryOf: (path: string) => Promise<string>
}

/** The server for assistants is a bundle of its own, with the protocol alone; what it answers comes from here. */
export async function serveAssistants(options: McpOptions, program: Program): Promise<void> {
  const [{ serveMcp }, version] = await Promise.all([import('./mcp/serve.ts'), ownVersion()])
  serveMcp({ ...program, ...engine, version }, options)
}

/**
 * The same tools for an editor: they read what it has opened, ask with its logins and its consent, and write what a
 * preview has shown. `program` is for what an open folder has no part in: texts of files, the time.
 */
export function editorTools(program: Program): CallTool {
  const call = createCallTool(describeDiagnostic)
  return async (request, { root, isGit, session, pullRequests, clusterReader }) => {
    const world: World = {
      ...program.world,
      cwd: root,
      openRepository: async ({ forges }) => ({
        root,
        isGit,
        session,
        ...(forges && pullRequests ? { pullRequests } : {}),
      }),
      openRegistry: () => session.registry,
      clusterReader,
      atCommit: async (at, commit, _, use) => {
        const oid = await session.git.resolve(at, commit)
        return session.git.at(at, oid, files => use(session.with(files)))
      },
    }
    return call({ ...program, ...engine, world, version: '' }, request)
  }
}

async function realPath(path: string): Promise<string> {
  const parent = dirname(path)
  return realpath(path).catch(async () =>
    parent === path ? path : join(await realPath(parent), basename(path)),
  )
}

const engine: Pick<Engine, 'run' | 'problemOf' | 'realPath'> = { run: runVerb, problemOf, realPath }

async function ownVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8').catch(() => '{}')
  const { version = '0.0.0' } = JSON.parse(text) as { readonly version?: string }
  return version
}
