import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { test } from 'node:test'
import { importTable } from './import-table.ts'

/** The house rules (docs/architecture.md), held by a test instead of by reviewers. */

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Every source file of the server, client and tests, by path from the root. */
const sources = ['server/src', 'client/src', 'client/webview', 'test'].flatMap(folder =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => relative(root, join(entry.parentPath, entry.name)))
    .filter(path => !path.includes('node_modules')),
)
const server = sources.filter(path => path.startsWith('server/src/'))

/** Imports of a file: those of ours as paths from the root, those of packages as they are written. */
function imports(path: string): readonly string[] {
  const found = [
    ...read(path).matchAll(
      /^(?:import|export)\b[^'"]*?from\s+'([^']+)'|import\('([^']+)'\)|^import '([^']+)'/gm,
    ),
  ]
  return found
    .flatMap(([, a, b, c]) => a ?? b ?? c ?? [])
    .map(name => (name.startsWith('.') ? join(dirname(path), name) : name))
}

/** The only packages that each part may import. */
const packages: Readonly<Record<string, readonly string[]>> = {
  go: ['re2js', '@noble/hashes'],
  kustomize: ['@noble/hashes'],
  text: ['yaml'],
  flux: ['semver', 'picomatch'],
  io: ['undici', 'isomorphic-git', 'picomatch'],
  lsp: ['vscode-languageserver', 'vscode-languageserver-textdocument'],
  relay: ['vscode-languageserver', 'vscode-languageserver-textdocument'],
  work: ['diff'],
  mcp: ['@modelcontextprotocol/server'],
  'main.ts': ['vscode-languageserver'],
}

const pure = ['go', 'text', 'kustomize', 'flux', 'ide']

test('imports go to the left only', () => {
  const wrong = server.flatMap(path => {
    const part = partOf(path)
    const allowed = [part, ...(importTable[part] ?? [])]
    return imports(path)
      .filter(name => name.startsWith('server/'))
      .filter(name => !allowed.includes(partOf(name)))
      .map(name => `${path} imports ${name}`)
  })
  assert.deepEqual(wrong, [])
})

test('the client takes nothing of the server but the wire’s types, the table of commands and the escapes', () => {
  const escapes = 'server/src/text/foreign.ts'
  const shared = ['server/src/lsp/protocol.ts', 'server/src/lsp/command-table.ts', escapes]
  const wrong = sources
    .filter(path => path.startsWith('client/src/'))
    .flatMap(path =>
      imports(path)
        .filter(name => name.startsWith('server/') && !shared.includes(name))
        .map(name => `${path} imports ${name}`),
    )
  assert.deepEqual(wrong, [])
  const code = shared.filter(path => /^import (?!type\b)|^export (?!type\b|interface\b)/m.test(read(path)))
  assert.deepEqual(code, ['server/src/lsp/command-table.ts', escapes], 'the wire is types only')
  assert.doesNotMatch(read(escapes), /^import/m)
  assert.doesNotMatch(read('server/src/lsp/command-table.ts'), /^import|=>|\bfunction\b/m)
})

test('a page of the client takes of the server only how tags are selected, and makes text nodes of what it shows', () => {
  const pages = sources.filter(path => path.startsWith('client/webview/'))
  const allowed = ['played/played', 'go/go-error', 'text/foreign'].map(name => new RegExp(`/${name}\\.ts$`))
  const wrong = pages.flatMap(path =>
    imports(path)
      .filter(name => name.startsWith('server/') && !allowed.some(one => one.test(name)))
      .map(name => `${path} imports ${name}`),
  )
  assert.deepEqual(wrong, [])
  const markup =
    /\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|setAttribute\('(on|href|src))/
  assert.deepEqual(
    pages.filter(path => markup.test(read(path))),
    [],
  )
})

test('packages are imported only where they belong, and Node nowhere in the pure floors', () => {
  const wrong = server.flatMap(path => {
    const part = partOf(path)
    return imports(path)
      .filter(name => !name.startsWith('server/'))
      .filter(name =>
        name.startsWith('node:') ? pure.includes(part) : !(packages[part] ?? []).includes(packageOf(name)),
      )
      .map(name => `${path} imports ${name}`)
  })
  assert.deepEqual(wrong, [])
})

test('no file imports itself in a circle', () => {
  const state = new Map<string, 'open' | 'done'>()
  const circles: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'open') circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
    if (state.has(path)) return
    state.set(path, 'open')
    for (const name of imports(path)) if (server.includes(name)) visit(name, [...trail, path])
    state.set(path, 'done')
  }
  for (const path of server) visit(path, [])
  assert.deepEqual(circles, [])
})

test('a file has at most 300 lines', () => {
  const long = sources
    .map(path => [path, read(path).split('\n').length - 1] as const)
    .filter(([, lines]) => lines > 300)
  assert.deepEqual(long, [])
})

test('a folder has at most 25 files', () => {
  const sizes = new Map<string, number>()
  for (const path of sources) sizes.set(dirname(path), (sizes.get(dirname(path)) ?? 0) + 1)
  assert.deepEqual(
    [...sizes].filter(([, size]) => size > 25),
    [],
  )
})

test('one name is one exported type in the core', () => {
  // Each folder of go/ is a package of Go's, with Go's own names; everything else of the core is one vocabulary.
  const space = (path: string) => (partOf(path) === 'go' ? dirname(path) : 'core')
  const homes = new Map<string, string[]>()
  for (const path of server.filter(path => [...pure, 'work'].includes(partOf(path))))
    for (const [, name = ''] of read(path).matchAll(/^export (?:type|interface|class) (\w+)/gm)) {
      const key = `${name} in ${space(path)}`
      homes.set(key, [...(homes.get(key) ?? []), path])
    }
  assert.deepEqual(
    [...homes].filter(([, paths]) => paths.length > 1),
    [],
  )
})

test('the names of the kinds stand in their table, their files and their schema; elsewhere one asks a guard', () => {
  const homes =
    /^server\/src\/flux\/(schema\/|resources\/(kinds|image-policy|image-repository|image-update-automation)\.ts)/
  const wrong = server.filter(
    path => !homes.test(path) && /'(ImagePolicy|ImageRepository|ImageUpdateAutomation)'/.test(read(path)),
  )
  assert.deepEqual(wrong, [])
})

test('modules keep no state: no let at the top level, no cache made there', () => {
  const state = server.flatMap(path =>
    [
      ...read(path).matchAll(
        /^(?:export )?(?:let|var) .*$|^(?:export )?const \w+(?:: [^=]+)? = new (?:Weak)?Map(?:<[^>]*>)?\(\).*$/gm,
      ),
    ].map(([line]) => `${path}: ${line}`),
  )
  assert.deepEqual(state, [])
})

test('the pure floors do not wait', () => {
  const waiting = server.filter(
    path => pure.includes(partOf(path)) && /\basync\b|\bawait\b|\bPromise\b/.test(code(path)),
  )
  assert.deepEqual(waiting, [])
})

test('lines and columns are counted in one place, and only for the doors', () => {
  const counts = /\.split\([^)]*\\n[^)]*\)\.length|\blineOf\b|\blineStarts\b|\bcountNewlines\b/
  const doors = ['lsp', 'cli', 'io', 'relay']
  const wrong = server.filter(
    path =>
      path !== 'server/src/text/line-index.ts' &&
      !path.startsWith('server/src/go/') &&
      (doors.includes(partOf(path)) ? /\.split\([^)]*\\n[^)]*\)\.length/ : counts).test(read(path)),
  )
  assert.deepEqual(wrong, [])
})

test('what is shown or printed passes the escape of its sink', () => {
  const only = (pattern: RegExp, files: readonly string[], sinks: RegExp) =>
    files.filter(path => !sinks.test(path) && pattern.test(code(path)))
  const client = sources.filter(path => path.startsWith('client/'))
  const surfaces =
    /\bwindow\s*\.\s*(show(Information|Warning|Error)Message|showQuickPick|createQuickPick|showInputBox|createInputBox|withProgress|setStatusBarMessage|createStatusBarItem|createOutputChannel|createTerminal|createWebviewPanel)\b|\bMarkdownString\b|\.detail = /
  const messages = /\bshow(Information|Warning|Error)Message\b|\bconsole\b/
  assert.deepEqual(
    [
      ...only(surfaces, client, /^client\/src\/sinks\//),
      ...only(messages, server, /^server\/src\/lsp\/messages\.ts$/),
      ...only(/\bstd(out|err)\.write\b/, server, /^server\/src\/(main|relay\/channel)\.ts$/),
      ...only(/\bas MarkdownText\b/, server, /^server\/src\/text\/markdown\.ts$/),
      ...only(/\bas Printed\b/, server, /^server\/src\/cli\/printed\.ts$/),
    ],
    [],
  )
})

test('no any, no default export, no non-null assertion', () => {
  const wrong = [...server, ...sources.filter(path => path.startsWith('client/'))].filter(path =>
    /: any\b|\bas any\b|<any>|^export default\b/m.test(code(path)),
  )
  assert.deepEqual(wrong, [])
})

test('the dependencies are those that a decision defends', () => {
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> }
  assert.deepEqual(Object.keys(dependencies), [
    '@modelcontextprotocol/server',
    '@noble/hashes',
    'diff',
    'isomorphic-git',
    'picomatch',
    're2js',
    'semver',
    'undici',
    'vscode-languageclient',
    'vscode-languageserver',
    'vscode-languageserver-textdocument',
    'yaml',
  ])
})

test('every setting and command of package.json is in the README or the settings page', () => {
  const { contributes } = JSON.parse(read('package.json')) as {
    contributes?: {
      commands?: { command: string }[]
      configuration?: { properties: Record<string, unknown> }[]
    }
  }
  const docs = read('README.md') + read('docs/settings.md')
  const names = [
    ...(contributes?.commands ?? []).map(({ command }) => command),
    ...(contributes?.configuration ?? []).flatMap(({ properties }) => Object.keys(properties)),
  ]
  assert.deepEqual(
    names.filter(name => !docs.includes(name)),
    [],
  )
})

function partOf(path: string): string {
  return path.split('/')[2] ?? ''
}

function packageOf(name: string): string {
  return name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : (name.split('/')[0] ?? '')
}

/** A file without its comments and strings. */
function code(path: string): string {
  return read(path).replace(/\/\*[\s\S]*?\*\/|\/\/.*$|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/gm, '')
}
