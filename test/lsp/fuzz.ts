import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { TextDocument } from 'vscode-languageserver-textdocument'
import { type Editor, editorWith, folderWith, uriIn } from './editor.ts'
import { strangeUris } from './strange-uris.ts'

/**
 * A client that does at random what clients do: edits, folders that come and go, settings, cancelled requests, strange
 * URIs. Every document begins and ends with a wrong marker, so that the server's one edit of it spans the whole text:
 * applied to the client's text it gives what is right only if both have the same text.
 */
export interface FuzzResult {
  readonly operations: number
  readonly edits: number
  /** How often the server's text was held against the client's. */
  readonly compared: number
  /** Resident memory of the server after a third of the operations and at the end, in bytes; 0 where it is not known. */
  readonly memory: readonly [early: number, late: number]
}

const wrong = (name: number) => `- x:${name} # {"$imagepolicy": "apps/web"}`
const right = (text: string) => text.replaceAll('"apps/web"', '"apps:web"')
const breaks = ['\n', '\n', '\n', '\r\n']
const comments = ['# é', '# 😀 two units', '#', '', '# {"$imagepolicy": nothing}', '# -------------']

export async function fuzz(context: TestContext, seed: number, operations: number): Promise<FuzzResult> {
  const random = randomOf(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  const pick = <T>(of: readonly T[]): T => of[below(of.length)] as T
  const paths = ['a/x.yaml', 'a/nested/y.yaml', 'b-longer-name/z.yaml', 'top.yaml']
  const first = `${wrong(0)}\n${wrong(1)}\n`
  const root = folderWith(context, Object.fromEntries(paths.map(path => [path, first])), {
    isRepository: true,
  })
  const folders = ['', 'a', 'a/nested', 'b-longer-name'].map(path => join(root, path)).map(withoutSlash)
  const [all = root] = folders
  const open = new Set([all])
  const settings: Record<string, unknown> = {}
  const editor = await editorWith(context, [...open], { settings })
  const { client, documents } = editor
  const uris = paths.map(path => uriIn(root, path))
  let edits = 0
  let compared = 0
  const memory: [number, number] = [0, 0]

  const lineEdit = (uri: string) => {
    const document = documents.get(uri) ?? assert.fail()
    // The first and the last line stay.
    const line = 1 + below(Math.max(1, document.lineCount - 2))
    const at = { line, character: 0 }
    const isLong = document.lineCount > 60
    const kind = isLong ? 0 : below(3)
    const isOnly = document.lineCount < 4
    if (kind === 0 && !isOnly) {
      const end = { line: Math.min(line + (isLong ? 40 : 1), document.lineCount - 2), character: 0 }
      return { range: { start: at, end }, text: '', newText: '' }
    }
    const text = `${kind === 1 ? wrong(below(1000)) : pick(comments)}${pick(breaks)}`
    return { range: { start: at, end: at }, text, newText: text }
  }
  const steps: readonly (() => void | Promise<void>)[] = [
    ...Array.from({ length: 12 }, () => () => {
      const uri = pick(uris)
      if (!documents.has(uri)) editor.open(uri, first)
      // Several changes in one message count one after the other.
      for (let count = 1 + below(3); count > 0; count--, edits++) editor.change(uri, lineEdit(uri))
    }),
    () => {
      const uri = pick(uris)
      if (documents.has(uri)) editor.close(uri)
      if (below(2) === 0)
        editor.open(uri, `${wrong(below(9))}${pick(breaks)}${pick(comments)}\n${wrong(1)}\n`)
    },
    () => {
      const folder = pick(folders)
      const isOpen = open.has(folder)
      if (isOpen) open.delete(folder)
      else open.add(folder)
      editor.folders(isOpen ? { removed: [folder] } : { added: [folder] })
    },
    () => {
      settings.fluxmark = {
        fluxVersion: pick(['auto', '2.3', '2.6']),
        diagnostics: { 'unknown-policy': pick(['off', 'hint', 'error']) },
        inlayHints: { enabled: below(2) === 0 },
      }
      settings['files.exclude'] = below(4) === 0 ? { '**/none': true } : {}
      client.notify('workspace/didChangeConfiguration', { settings: {} })
    },
    async () => {
      const uri = pick(uris)
      writeFileSync(fileURLToPath(uri), `# on disk\n${first}`)
      client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 1 + below(3) }] })
    },
    () => {
      const uri = pick(strangeUris)
      const textDocument = { uri, languageId: 'yaml', version: 1, text: first }
      client.notify('textDocument/didOpen', { textDocument })
      if (below(2) === 0) client.notify('textDocument/didClose', { textDocument })
      else
        client.notify('textDocument/didChange', {
          textDocument: { uri, version: 2 },
          contentChanges: [{ text: '' }],
        })
    },
    async () => {
      const uri = pick(uris)
      const position = { line: below(9), character: below(30) }
      const methods = ['hover', 'completion', 'definition', 'codeLens', 'codeAction', 'rename', 'references']
      const storm = Array.from({ length: 20 }, () => {
        const params = {
          textDocument: { uri },
          position,
          newName: 'other',
          range: { start: position, end: position },
          context: { diagnostics: [], includeDeclaration: true },
        }
        const { id, answer } = client.cancellable(`textDocument/${pick(methods)}`, params)
        if (below(4) > 0) client.notify('$/cancelRequest', { id })
        return answer.catch(() => undefined)
      })
      if (below(3) === 0) await Promise.all(storm)
    },
  ]

  for (let operation = 1; operation <= operations; operation++) {
    await pick(steps)()
    if (operation % 25 !== 0 && operation !== operations) continue
    // A command waits for folders and settings that are being taken in.
    await client.request('workspace/executeCommand', { command: 'fluxmark.refresh', arguments: [{}] })
    for (const uri of documents.keys()) compared += await compare(editor, uri, open.size > 0, below(4) === 0)
    if (operation >= operations / 3 && memory[0] === 0) memory[0] = residentOf(client.pid)
  }
  memory[1] = residentOf(client.pid)
  return { operations, edits, compared, memory }
}

/** Holds the server's text against the client's by the edit that fixes all of it; how often it did. */
async function compare(editor: Editor, uri: string, isOwned: boolean, applies: boolean): Promise<number> {
  const document = editor.documents.get(uri) ?? assert.fail()
  const edit = await editor.fixAll(uri)
  if (!isOwned) {
    assert.equal(edit, undefined, `${uri} is in no folder`)
    return 0
  }
  const text = document.getText()
  const fixed = right(text)
  if (edit === undefined) {
    assert.equal(text, fixed, `${uri} is not fixed`)
    return 0
  }
  const [change] = edit.documentChanges
  assert.equal(change?.textDocument.version, document.version)
  assert.equal(TextDocument.applyEdits(document, [...(change?.edits ?? [])]), fixed)
  if (applies) {
    editor.apply(edit)
    const name = { line: 0, character: 0 }
    editor.change(uri, { range: { start: name, end: name }, text: `${wrong(0)}\n`, newText: '' })
  }
  return 1
}

function withoutSlash(path: string): string {
  return path.replace(/[\\/]$/, '')
}

function residentOf(pid: number | undefined): number {
  try {
    return 1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296
  }
}
