import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import oniguruma from 'vscode-oniguruma'
import textmate from 'vscode-textmate'

/** A piece of a line with its innermost scope. */
export interface Token {
  readonly piece: string
  readonly scope: string
}

/** How the editor cuts a YAML text into pieces, with the injections of the extension. */
export async function tokensOf(text: string): Promise<readonly Token[]> {
  const grammar = await registry.loadGrammar('source.yaml')
  assert(grammar !== null)
  let state = textmate.INITIAL
  const found: Token[] = []
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state)
    state = ruleStack
    for (const { startIndex, endIndex, scopes } of tokens)
      found.push({ piece: line.slice(startIndex, endIndex), scope: scopes.at(-1) ?? '' })
  }
  return found
}

// Compiled tests run from build/test/syntaxes.
const root = join(import.meta.dirname, '../../..')
const grammars = new Map([
  ['source.yaml', 'test/syntaxes/yaml.json'],
  ['imagepolicy.injection', 'syntaxes/imagepolicy.json'],
  ['imagepolicy.pattern.injection', 'syntaxes/imagepolicy-pattern.json'],
])

const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'))
const registry = new textmate.Registry({
  onigLib: oniguruma.loadWASM(wasm).then(() => ({
    createOnigScanner: sources => new oniguruma.OnigScanner(sources),
    createOnigString: text => new oniguruma.OnigString(text),
  })),
  loadGrammar: async scope => {
    const path = grammars.get(scope)
    if (path === undefined) return null
    return textmate.parseRawGrammar(readFileSync(join(root, path), 'utf8'), path)
  },
  getInjections: scope =>
    scope === 'source.yaml' ? ['imagepolicy.injection', 'imagepolicy.pattern.injection'] : undefined,
})
