import {
  type CancellationToken,
  type Disposable,
  type ExtensionContext,
  type LanguageModelTool,
  type LogOutputChannel,
  lm,
  type Memento,
  workspace,
} from 'vscode'
import { clusterFor } from '../live/choose-cluster.ts'
import type { AskServer } from '../registries/pick-repository.ts'
import { confirmed, running, toolResult } from '../sinks/tool-messages.ts'
import { createAgreedCalls, type Input } from './agreed-calls.ts'

/** A tool as package.json declares it. */
interface Declared {
  readonly name: string
  readonly displayName: string
  readonly tags: readonly string[]
}

const prefix = 'fluxmark_'

/**
 * Registers the tools for assistants that package.json declares. None where the editor knows no tools, or the person has
 * turned its AI features off.
 */
export function registerTools(
  { extension, workspaceState }: ExtensionContext,
  output: LogOutputChannel,
  ask: AskServer,
): readonly Disposable[] {
  const declared: readonly Declared[] = extension.packageJSON.contributes?.languageModelTools ?? []
  const isOff = workspace.getConfiguration('chat').get('disableAIFeatures') === true
  // An editor that is a fork may lack what the types promise.
  if (isOff || typeof (lm as Partial<typeof lm> | undefined)?.registerTool !== 'function') return []
  return declared.flatMap(one => {
    try {
      return [lm.registerTool(one.name, toolOf(one, ask, workspaceState))]
    } catch (error) {
      // Nothing else of the extension depends on it.
      output.warn(`${one.name}: ${String(error)}`)
      return []
    }
  })
}

/** A tool that writes is previewed when the editor prepares it, and writes with the token of what was shown. */
function toolOf(
  { name, displayName, tags }: Declared,
  ask: AskServer,
  state: Memento,
): LanguageModelTool<Input> {
  const own = name.slice(prefix.length)
  const calls = createAgreedCalls<CancellationToken>(async (input, token) => {
    // The person agrees to a cluster, whatever the editor lets an assistant do.
    const cluster = own === 'cluster_status' ? await clusterFor(ask, state, input.context) : undefined
    const answer = await ask('fluxmark.callTool', { name: own, input, ...cluster }, token)
    if (typeof answer === 'object' && answer !== null) return answer as Input
    throw new Error('Fluxmark has read no folder: open one that holds Flux resources.')
  })
  return {
    prepareInvocation: async ({ input: { token: _, ...input } }, token) => {
      const change = tags.includes('writes') ? await calls.preview(input, token) : undefined
      return change === undefined ? running(displayName) : confirmed(displayName, change)
    },
    invoke: async ({ input: { token: _, ...input } }, token) => {
      const { token: __, ...answer } = await calls.run(input, token)
      return toolResult(answer)
    },
  }
}
