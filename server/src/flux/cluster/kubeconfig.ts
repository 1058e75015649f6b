import { field, type Node, textAt } from '../../text/node.ts'
import { readDocuments } from '../../text/yaml.ts'
import type { ClusterTarget } from './cluster-reading.ts'

/** What kubeconfig files say of where kubectl would go. */
export interface KubeconfigView {
  /** The names of all contexts. */
  readonly contexts: readonly string[]
  /** The context that was asked for, else the current one; undefined where there is none. */
  readonly name: string | undefined
  /** Undefined where no context of that name, or no cluster for it, stands in the files. */
  readonly target: ClusterTarget | undefined
  /** The programs that the context's user names for its login. */
  readonly programs: readonly string[]
}

/**
 * Merges the texts of kubeconfig files as kubectl does: of what several name, the first counts. For words, and to know
 * before kubectl runs what it would run: some builds of it ask the server whatever they are told to do.
 */
export function kubeconfigView(texts: readonly string[], context?: string): KubeconfigView {
  const roots = texts.flatMap(text =>
    readDocuments(text)
      .slice(0, 1)
      .flatMap(({ root }) => root ?? []),
  )
  const named = (list: string, name: string | undefined) =>
    roots.flatMap(root => entries(root, list)).find(one => textAt(one, 'name') === name)
  const current = roots.map(root => textAt(root, 'current-context')).find(text => text)
  const name = context ?? current
  const contexts = roots.flatMap(root => entries(root, 'contexts').flatMap(one => textAt(one, 'name') ?? []))
  const cluster = textAt(named('contexts', name), 'context', 'cluster')
  const server = cluster === undefined ? undefined : textAt(named('clusters', cluster), 'cluster', 'server')
  const user = named('users', textAt(named('contexts', name), 'context', 'user'))
  const programs = [
    textAt(user, 'user', 'exec', 'command'),
    textAt(user, 'user', 'auth-provider', 'config', 'cmd-path'),
  ]
  return {
    contexts: [...new Set(contexts)],
    name,
    programs: programs.flatMap(one => one ?? []),
    target: name === undefined || server === undefined ? undefined : { context: name, server },
  }
}

function entries(root: Node, list: string): readonly Node[] {
  const found = field(root, list)
  return found?.kind === 'sequence' ? found.items : []
}

/**
 * What a kubeconfig holds with which a login runs a program, or sends a file: a clause; undefined where nothing in it
 * can. Whatever user has it, and where it is not certain, it counts: this is for files that others have written.
 */
export function loginBesides(text: string): string | undefined {
  for (const { root, errors } of readDocuments(text)) {
    if (errors.length > 0) return 'what cannot be read'
    const found = root && besides(root)
    if (found !== undefined) return found
  }
  return undefined
}

function besides(node: Node): string | undefined {
  switch (node.kind) {
    case 'scalar':
      return undefined
    case 'alias':
      return 'an alias, behind which anything may stand'
    case 'sequence':
      return firstOf(node.items.map(besides))
    case 'mapping':
      return firstOf(
        node.entries.map(({ key, value }) => {
          const name = key.kind === 'scalar' ? key.text.toLowerCase() : ''
          return words[name] ?? besides(key) ?? (value && besides(value))
        }),
      )
  }
}

const words: Readonly<Record<string, string>> = {
  exec: 'a program for a login (exec)',
  'auth-provider': 'a provider for a login (auth-provider)',
  tokenfile: 'a file with a token (tokenFile)',
  '<<': 'a merge key, behind which anything may stand',
}

function firstOf(found: readonly (string | undefined)[]): string | undefined {
  return found.find(one => one !== undefined)
}
