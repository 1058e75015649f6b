import { didYouMean } from '../../text/did-you-mean.ts'
import type { Entry, Node, YamlDocument } from '../../text/node.ts'
import {
  type Environment,
  environmentKeys,
  type ProjectKey,
  type ProjectProblem,
  type ProjectSettings,
  type ProjectSeverity,
  profiles,
  projectKeys,
  projectSeverities,
} from './project-settings.ts'

type Read = { -readonly [K in keyof ProjectSettings]: ProjectSettings[K] }

/** Reads the document of a project file: what is right of it, and a problem for each thing that is not. */
export function readProject(
  path: string,
  document: YamlDocument | undefined,
): { readonly settings: ProjectSettings; readonly problems: readonly ProjectProblem[] } {
  const settings: Read = { diagnostics: new Map(), environments: [], ignore: [] }
  const problems: ProjectProblem[] = []
  const reader = { path, settings, problems }
  const [broken] = document?.errors ?? []
  const root = document?.root
  if (broken) report(reader, broken, `${path} is not valid YAML: ${broken.message}.`)
  else if (root?.kind === 'mapping') readEntries(reader, withoutDots(root.entries))
  else if (root && !isEmpty(root))
    report(reader, root, `${path} holds settings as "key: value", nothing else.`)
  return { settings, problems }
}

interface Reader {
  readonly path: string
  readonly settings: Read
  readonly problems: ProjectProblem[]
}

/** An entry under its whole name: `commit: {messageTemplate}` and `commit.messageTemplate` are the same, as in editors. */
interface Named {
  readonly name: string
  readonly key: Node
  readonly value: Node | undefined
}

function withoutDots(entries: readonly Entry[]): readonly Named[] {
  return entries.flatMap(({ key, value }) => {
    const name = key.kind === 'scalar' ? key.text : ''
    if (name !== 'commit' || value?.kind !== 'mapping') return [{ name, key, value }]
    return value.entries.map(inner => ({
      name: inner.key.kind === 'scalar' ? `commit.${inner.key.text}` : '',
      key: inner.key,
      value: inner.value,
    }))
  })
}

function readEntries(reader: Reader, entries: readonly Named[]): void {
  for (const [index, { name, key, value }] of entries.entries()) {
    const known = projectKeys.find(one => one === name)
    if (known === undefined) reportKey(reader, name, key, projectKeys)
    else if (entries.findIndex(other => other.name === name) < index)
      report(reader, key, `${name} is written twice; the first one counts.`)
    else if (value !== undefined && !isEmpty(value)) readers[known](reader, value)
  }
}

/** How each key's value is read. A key without a reader does not compile. */
const readers: Readonly<Record<ProjectKey, (reader: Reader, value: Node) => void>> = {
  fluxVersion(reader, value) {
    const text = textOf(value)
    if (text !== undefined && /^(auto|\d+\.\d+)$/.test(text)) reader.settings.fluxVersion = text
    else report(reader, value, 'fluxVersion is "auto" or a minor version of Flux, such as "2.9".')
  },
  diagnostics(reader, value) {
    if (value.kind !== 'mapping')
      return report(reader, value, 'diagnostics holds a severity for each code, such as "outdated: hint".')
    const found = new Map<string, ProjectSeverity>()
    for (const { key, value: severity } of value.entries) {
      const chosen = severity && choice(reader, severity, 'A severity', projectSeverities)
      if (key.kind === 'scalar' && chosen !== undefined) found.set(key.text, chosen)
    }
    reader.settings.diagnostics = found
  },
  defaultPolicyNamespace(reader, value) {
    const text = textOf(value)
    if (text !== undefined && /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text))
      reader.settings.defaultPolicyNamespace = text
    else
      report(
        reader,
        value,
        'defaultPolicyNamespace is the name of a namespace: lower-case letters, digits and "-".',
      )
  },
  'commit.messageTemplate'(reader, value) {
    const text = textOf(value)
    if (text === undefined) report(reader, value, 'commit.messageTemplate is a text: a template of Go.')
    else reader.settings.messageTemplate = text
  },
  profile(reader, value) {
    const chosen = choice(reader, value, 'profile', profiles)
    if (chosen !== undefined) reader.settings.profile = chosen
  },
  environments(reader, value) {
    if (value.kind !== 'sequence')
      return report(reader, value, 'environments is a list: "- name: production" and its "path".')
    const found: Environment[] = []
    for (const item of value.items) {
      const environment = readEnvironment(reader, item)
      if (environment === undefined) continue
      if (found.some(({ name }) => name === environment.name))
        report(
          reader,
          item,
          `There is an environment ${environment.name} above; list all of its folders there: "path: [a, b]".`,
        )
      else found.push(environment)
    }
    reader.settings.environments = found
  },
  ignore(reader, value) {
    const items = value.kind === 'sequence' ? value.items : [value]
    reader.settings.ignore = items.flatMap(item => {
      const text = textOf(item)
      if (text === undefined || text === '')
        report(reader, item, 'ignore is a list of globs, such as "legacy/**".')
      return text ? [text.replace(/^\.?\//, '')] : []
    })
  },
}

function readEnvironment(reader: Reader, item: Node): Environment | undefined {
  const values = new Map<string, readonly [string, ...string[]]>()
  const before = reader.problems.length
  for (const { key, value } of item.kind === 'mapping' ? item.entries : []) {
    const name = key.kind === 'scalar' ? key.text : ''
    const [first, ...others] = (name === 'path' && value?.kind === 'sequence' ? value.items : [value]).map(
      one => (one && textOf(one)) ?? '',
    )
    if (!environmentKeys.some(known => known === name)) reportKey(reader, name, key, environmentKeys)
    else if (!first || others.includes(''))
      report(
        reader,
        value ?? key,
        `${name} of an environment is a text${name === 'path' ? ', or a list of them' : ''}.`,
      )
    else values.set(name, [first, ...others])
  }
  const [name] = values.get('name') ?? []
  const [branch] = values.get('branch') ?? []
  const paths = values.get('path')
  if (name !== undefined && paths !== undefined) {
    const folders = paths.map(path => path.replace(/^(\.?\/)+/, '').replace(/\/+$/, ''))
    if (!folders.some(folder => folder.split('/').includes('..')))
      return {
        name,
        folders: [...new Set(folders.map(folder => (folder === '.' ? '' : folder)))],
        ...(branch === undefined ? {} : { branch }),
      }
    report(reader, item, `The path of environment ${name} leads out of the repository.`)
  } else if (reader.problems.length === before)
    report(reader, item, 'An environment has a "name" and a "path", its folder in this repository.')
  return undefined
}

function choice<T extends string>(
  reader: Reader,
  value: Node,
  what: string,
  choices: readonly T[],
): T | undefined {
  const text = textOf(value) ?? ''
  const found = choices.find(one => one === text)
  if (found === undefined)
    report(reader, value, `${what} is one of ${choices.join(', ')}.`, didYouMean(text, choices)[0])
  return found
}

function reportKey({ path, problems }: Reader, name: string, key: Node, known: readonly string[]): void {
  const meant = didYouMean(name, known)[0] ?? known.find(one => one.endsWith(`.${name}`))
  const hint = meant === undefined ? `The keys are ${known.join(', ')}.` : `Did you mean ${meant}?`
  const message = `There is no key "${name}" here. ${hint}`
  // Below `commit:` the key alone is written.
  const isNested = textOf(key) !== name
  const nearest = isNested ? meant?.replace(/^commit\./, '') : meant
  const found = { code: 'project-file-key' as const, path, span: key.span, message }
  problems.push(nearest === undefined ? found : { ...found, nearest })
}

function report(
  { path, problems }: Reader,
  { span }: Pick<Node, 'span'>,
  message: string,
  meant?: string,
): void {
  const found = { code: 'project-file-value' as const, path, span, message }
  problems.push(meant === undefined ? found : { ...found, nearest: meant })
}

function textOf(node: Node): string | undefined {
  return node.kind === 'scalar' ? node.text : undefined
}

function isEmpty(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null
}
