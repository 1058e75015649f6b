import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readArguments } from '../../server/src/cli/arguments.ts'
import { verbs } from '../../server/src/cli/verbs.ts'

const root = join(import.meta.dirname, '../../..')
const pages = ['README.md', ...readdirSync(join(root, 'docs')).map(name => `docs/${name}`)].filter(name =>
  name.endsWith('.md'),
)

/** The lines of the shell blocks of a page, and its command lines in running text. */
function commandsIn(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^```(?:sh|bash|console)\n([\s\S]*?)^```/gm)].map(([, block = '']) =>
    block.replaceAll('\\\n', ' '),
  )
  const inline = [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`]+)`/g)].map(([, code = '']) =>
    code.replaceAll('\n', ' '),
  )
  return [...blocks.flatMap(block => block.split('\n')), ...inline].map(line =>
    line.replace(/^\s*\$ /, '').trim(),
  )
}

/** A command line as the shell splits it, up to a comment, a pipe or a file. */
function words(line: string): readonly string[] {
  const end = / #|\s[|>]|&&/.exec(line)?.index ?? line.length
  return [...line.slice(0, end).matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, a, b, c]) => a ?? b ?? c ?? '',
  )
}

test('every command line of fluxmark in every page is one that it takes', () => {
  const refused: string[] = []
  let count = 0
  for (const page of pages)
    for (const line of commandsIn(readFileSync(join(root, page), 'utf8'))) {
      const [program, name = '', ...rest] = words(line)
      const verb = verbs.find(one => one.name === name)
      if (program !== 'fluxmark' || rest.includes('…') || line.includes('…')) continue
      if (verb === undefined) {
        if (!/^(help|--version|--help|)$/.test(name)) refused.push(`${page}: ${line}: no verb ${name}`)
        continue
      }
      count++
      try {
        readArguments(verb, rest)
      } catch (error) {
        refused.push(`${page}: ${line}: ${String(error)}`)
      }
    }
  assert.deepEqual(refused, [])
  assert.ok(count > 50, `${count}`)
})

test('every npm script and every script of ours that a page names is there', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const known = new Set(
    execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split(
      '\n',
    ),
  )
  const missing = pages.flatMap(page =>
    commandsIn(readFileSync(join(root, page), 'utf8')).flatMap(line => {
      const [, script] = /^npm run ([\w:]+)/.exec(line) ?? []
      const [, file] = /^node ((?:test|examples)\/[\w./-]+\.mjs)/.exec(line) ?? []
      return (script && !(script in scripts)) || (file && !known.has(file)) ? [`${page}: ${line}`] : []
    }),
  )
  assert.deepEqual(missing, [])
})
