import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'smol-toml'

const root = join(import.meta.dirname, '../../..')
const folder = join(root, 'examples/editors')
const read = (name: string) => readFileSync(join(folder, name), 'utf8')

test('Helix is told how the server starts, and for which files', () => {
  assert.deepEqual(JSON.parse(JSON.stringify(parse(read('helix.toml')))), {
    'language-server': {
      fluxmark: { command: 'fluxmark', args: ['lsp', '--stdio'], config: { trusted: true } },
    },
    language: [{ name: 'yaml', 'language-servers': ['yaml-language-server', 'fluxmark'] }],
  })
})

test('Zed and LSP4IJ are told how the server starts', () => {
  const { lsp } = JSON.parse(read('zed.json'))
  const { binary, initialization_options: options } = lsp['yaml-language-server']
  assert.deepEqual([binary.path, ...binary.arguments], ['fluxmark', 'lsp', '--stdio'])
  assert.deepEqual(options, { trusted: true })
  const template = JSON.parse(read('lsp4ij/template.json'))
  assert.equal(template.programArgs.default, 'fluxmark lsp --stdio')
  assert.deepEqual(template.fileTypeMappings[0].fileType.patterns, ['*.yaml', '*.yml'])
  assert.deepEqual(JSON.parse(read('lsp4ij/initializationOptions.json')), { trusted: true })
})

test('Emacs is told how the server starts', () => {
  const forms = readLisp(read('emacs.el'))
  assert.equal(forms.length, 3)
  const text = JSON.stringify(forms)
  assert.match(
    text,
    /"\\"fluxmark\\"","\\"lsp\\"","\\"--stdio\\"",":initializationOptions",\[":trusted","t"\]/,
  )
})

test('the examples of Neovim are Lua', {
  skip: hasNeovim() ? false : 'needs nvim: the Debian package neovim',
}, () => {
  for (const name of ['neovim.lua', 'neovim-0.7.lua']) {
    const check = `lua assert(loadfile([[${join(folder, name)}]]))`
    execFileSync('nvim', ['--headless', '-u', 'NONE', '-c', check, '-c', 'qa!'], { stdio: 'pipe' })
  }
})

test('every example is on the page', () => {
  const page = readFileSync(join(root, 'docs/editors.md'), 'utf8')
  const names = readdirSync(folder)
  assert.ok(names.length >= 6)
  assert.deepEqual(
    names.filter(name => !page.includes(`examples/editors/${name}`)),
    [],
  )
})

type Lisp = string | readonly Lisp[]

/** Reads Emacs Lisp as lists and atoms; throws where parentheses or strings do not end. */
function readLisp(text: string): readonly Lisp[] {
  const tokens = text.replace(/^\s*;.*$/gm, '').match(/"(?:[^"\\]|\\.)*"|[()]|#?'|[^\s()"']+/g) ?? []
  let at = 0
  const list = (isInner: boolean): readonly Lisp[] => {
    const found: Lisp[] = []
    for (;;) {
      const token = tokens[at++]
      if (token === undefined || token === ')') {
        assert.equal(token === ')', isInner, 'parentheses that match')
        return found
      }
      if (token === '(') found.push(list(true))
      else if (!/^#?'$/.test(token)) found.push(token)
    }
  }
  return list(false)
}

function hasNeovim(): boolean {
  try {
    execFileSync('nvim', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
