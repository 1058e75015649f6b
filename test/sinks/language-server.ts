import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { hoverCommands } from '../../server/src/lsp/command-table.ts'
import { Client } from '../lsp/client.ts'
import type { Tried } from './command-line.ts'
import { markdownFaults, messageFaults, payloads } from './payloads.ts'
import { hostileRegistry } from './registry.ts'
import { hostileRepository } from './workspace.ts'

/** Drives the language server over a hostile workspace and a hostile registry, and reads everything that it says. */
export async function tryLanguageServer(): Promise<readonly Tried[]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fluxmark-sinks-')))
  const registry = await hostileRegistry()
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'fluxmark-sinks-')))
  const files = hostileRepository(folder, home, registry.host)
  const client = new Client(
    {
      'workspace/configuration': ({ items }: { items: readonly unknown[] }) => items.map(() => null),
      'window/workDoneProgress/create': () => null,
      'workspace/applyEdit': () => ({ applied: true }),
      'window/showMessageRequest': ({ actions }: { actions: readonly object[] }) => actions[1],
    },
    { PATH: process.env.PATH, HOME: home, DOCKER_CONFIG: home, XDG_CACHE_HOME: join(home, 'cache') },
  )
  try {
    await client.request('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(folder).href,
      capabilities: {
        window: { workDoneProgress: true },
        workspace: { configuration: true },
        experimental: { serverStatusNotification: true, 'fluxmark/commandLinks': true },
      },
      initializationOptions: { trusted: true, allowedHosts: [registry.host] },
    })
    client.notify('initialized', {})
    const uris = Object.keys(files).map(
      path => [pathToFileURL(join(folder, path)).href, files[path] ?? ''] as const,
    )
    for (const [uri, text] of uris)
      client.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } })
    const hostile = `${registry.host}/p0/web`
    await client.notification<{ failures: readonly { image: string }[] }>(
      'experimental/serverStatus',
      ({ failures }) => failures.length > 10,
    )
    const answers: (readonly [string, unknown])[] = []
    for (const [uri, text] of uris) answers.push(...(await askAbout(client, uri, text)))
    answers.push(['workspace/symbol', await client.request('workspace/symbol', { query: '' })])
    const run = async (command: string, argument: object) =>
      answers.push([
        `command ${command}`,
        await client.request('workspace/executeCommand', { command, arguments: [argument] }),
      ])
    await run('fluxmark.testRepository', { image: hostile })
    await run('fluxmark.explain', { policy: 'good:web' })
    await run('fluxmark.simulate', { automation: 'good:all' })
    await run('fluxmark.updates', {})
    await run('fluxmark.update', { policy: 'nobody:x' })
    await run('fluxmark.environments', {})
    await run('fluxmark.promote', { from: '[a](command:x)', to: '$(alert)\u202e' })
    await run('fluxmark.planPromotion', { from: '[a](command:x)', to: '$(alert)\u202e' })
    await run('fluxmark.commitState', { root: folder, oid: 'x', branch: '[a](command:x)$(alert)' })
    await run('fluxmark.holds', {})
    await run('fluxmark.candidates', {})
    await run('fluxmark.hold', { policy: 'good:web', by: 'exclude', reason: '[a](command:x)$(alert)\u202e' })
    await run('fluxmark.hold', { policy: 'nobody:[a](command:x)' })
    await run('fluxmark.release', { policy: 'nobody:[a](command:x)' })
    await run('fluxmark.updates', { group: 'environment', ages: true })
    await run('fluxmark.clusters', {})
    await run('fluxmark.liveState', {
      context: '[a](command:x)$(alert)\u202e',
      server: 'https://[a](command:x)',
    })
    await run('fluxmark.updates', {})
    await run('fluxmark.fluxCommands', { context: '[a](command:x)', kind: 'ImagePolicy', name: 'good:web' })
    await run('fluxmark.endLiveState', {})
    await run('fluxmark.repositories', {})
    await run('fluxmark.playground', { policy: 'good:web' })
    await run('fluxmark.playground', { policy: 'm3:pattern' })
    await run('fluxmark.onboard', { image: payloads[2] })
    await run('fluxmark.planCommit', { policy: 'good:web' })
    await run('fluxmark.showCommit', { root: folder, oid: '[a](command:x)' })
    await run('fluxmark.undoCommit', { root: folder, oid: 'x', branch: '[a](command:x)$(alert)' })
    await run('fluxmark.revertCommit', { root: folder, oid: 'x', branch: '[a](command:x)$(alert)' })
    await run('fluxmark.push', { root: folder, oid: 'x', branch: '[a](command:x)' })
    // At its line: Flux would not write it, and what asks for all leaves it out.
    const line = 1 + (files['good.yaml'] ?? '').split('\n').findIndex(text => text.includes('imagepolicy"'))
    const uri = pathToFileURL(join(folder, 'good.yaml')).href
    await run('fluxmark.tags', { uri, line })
    await run('fluxmark.pickTag', { uri, line, tag: '[a](command:x)$(alert)' })
    await run('fluxmark.planOnboarding', { uri, line })
    await run('fluxmark.updateAndCommit', { uri, line })
    const said = client.transcript.flatMap((text): (readonly [string, unknown])[] => {
      const { method, params } = JSON.parse(text) as { method?: string; params?: unknown }
      return method === undefined || method === 'workspace/applyEdit' ? [] : [[method, params]]
    })
    return [...answers, ...said].map(toTried)
  } finally {
    await client.end()
    registry.close()
    for (const one of [folder, home]) rmSync(one, { recursive: true, force: true })
  }
}

/** Every question about every line of a document that may have an answer. */
async function askAbout(client: Client, uri: string, text: string): Promise<(readonly [string, unknown])[]> {
  const textDocument = { uri }
  const lines = text.split('\n')
  const whole = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } }
  const answers: (readonly [string, unknown])[] = []
  const ask = async (method: string, params: object) => {
    const answer = await client
      .request(method, { textDocument, ...params })
      .catch((error: Error) => ({ message: error.message }))
    if (answer !== null) answers.push([method, answer])
  }
  await ask('textDocument/codeAction', { range: whole, context: { diagnostics: [] } })
  await ask('textDocument/codeLens', {})
  await ask('textDocument/inlayHint', { range: whole })
  for (const hint of hintsOf(answers)) await ask('inlayHint/resolve', hint)
  await ask('textDocument/documentSymbol', {})
  await ask('textDocument/documentLink', {})
  for (const [line, written] of lines.entries()) {
    const character = Math.max(0, written.indexOf('imagepolicy') + 18, written.indexOf('name: ') + 7)
    if (/imagepolicy"|kind: ImagePolicy|messageTemplate/.test(written))
      for (const at of [2, character]) await ask('textDocument/hover', { position: { line, character: at } })
    if (/imagepolicy"|name: /.test(written)) {
      await ask('textDocument/completion', { position: { line, character } })
      await ask('textDocument/rename', {
        position: { line, character },
        newName: '[a](command:x)$(alert)\u202e',
      })
    }
  }
  return answers
}

/** The first hints that were answered: what is asked about one is of one kind for all. */
function hintsOf(answers: readonly (readonly [string, unknown])[]): readonly object[] {
  const [, hints] = answers.find(([method]) => method === 'textDocument/inlayHint') ?? []
  return Array.isArray(hints) ? hints.slice(0, 5) : []
}

/** What editors show as Markdown, and as anything else; what is data or put into a text is neither. */
function toTried([door, answer]: readonly [string, unknown]): Tried {
  const faults: string[] = []
  const isOurs = (url: string) =>
    /^https:\/\/github\.com\/(?:fluxmark\/fluxmark|acme\/web)[^()\s]*$/.test(url) ||
    // Links of ours: a command of a hover with one argument, a line of a file of the workspace.
    (/^command:/.test(url) &&
      hoverCommands.some(name => new RegExp(`^command:${name}\\?[\\w.%-]*$`).test(url))) ||
    /^file:\/\/\/[^()\s]*#L\d+$/.test(url)
  const visit = (value: unknown, key: string): void => {
    if (Array.isArray(value)) for (const one of value) visit(one, key)
    else if (typeof value === 'object' && value !== null) {
      const isMarkup = Reflect.get(value, 'kind') === 'markdown'
      for (const [name, one] of Object.entries(value))
        visit(one, isMarkup && name === 'value' ? 'markdown' : name)
    } else if (typeof value === 'string') {
      if (key === 'markdown') faults.push(...markdownFaults(value, isOurs))
      else if (key === 'message' && /publishDiagnostics|logMessage/.test(door))
        faults.push(...hiddenFaults(value))
      else if (key === 'text') faults.push(...hiddenFaults(value))
      else if (
        /^(message|title|label|tooltip|detail|name|containerName)$/.test(key) &&
        !/command fluxmark/.test(door)
      )
        faults.push(...messageFaults(value))
    }
  }
  // What a client sends back, and what it puts into a text.
  const text = JSON.stringify(answer, (key, value: unknown) =>
    ['data', 'arguments', 'textEdit', 'filterText', 'uri', 'failures', 'edits', 'command'].includes(key)
      ? undefined
      : value,
  )
  visit(text === undefined ? undefined : JSON.parse(text), '')
  return { door, faults, isReached: /workbench|evil|alert|u202e|u001b|u009b/.test(text ?? '') }
}

function hiddenFaults(text: string): readonly string[] {
  return messageFaults(text).filter(fault => fault.startsWith('hidden'))
}
