import { resolve } from 'node:path'
import { codes } from '../../ide/checks.ts'
import { describeDiagnostic } from '../../ide/texts/describe-diagnostic.ts'
import { commonOptions } from '../options/common-options.ts'
import { UsageError } from '../usage-error.ts'
import type { Arguments, Verb } from '../verb.ts'
import type { World } from '../world.ts'

const permissions = ['write', 'push']

/** `mcp --stdio`. */
export const mcpVerb: Verb = {
  name: 'mcp',
  operands: '',
  summary: 'a server of the Model Context Protocol, for assistants',
  details: [
    'Its tools are the verbs, with the same answers. Those that write answer with a preview and a token, and write with the token where `--allow` permits it. It stays within the folders that the client has opened, else within the repository of the current folder.',
    'Options of registries hold for every tool; an assistant cannot allow a host, nor a cluster.',
  ],
  options: [
    { name: 'stdio', summary: 'speak on standard input and output' },
    {
      name: 'allow',
      value: 'write,push',
      summary: 'what tools may do with a token: `write` files and commits; `push`, and open pull requests',
      problem: value =>
        value.split(',').every(one => permissions.includes(one))
          ? undefined
          : `takes write, push or write,push, not "${value}"`,
    },
    {
      name: 'forge',
      value: 'HOST=KIND',
      isRepeatable: true,
      summary: 'what serves a Git host of your own, as for `update`',
    },
    {
      name: 'allow-context',
      value: 'NAME',
      isRepeatable: true,
      summary: 'a context of the kubeconfig whose cluster `cluster_status` may read',
    },
  ],
  formats: ['json'],
  examples: [
    { command: 'mcp --stdio', does: 'what an assistant starts; nothing is written' },
    { command: 'mcp --stdio --allow write', does: 'files and commits are written after a preview' },
  ],
  run: serve,
}

async function serve(args: Arguments, world: World): Promise<number> {
  if (!args.flags.has('stdio') || args.operands.length > 0)
    throw new UsageError('mcp is started with --stdio and no path')
  const tags = args.values.get('tags')
  const tagsFile = tags === undefined ? undefined : resolve(world.cwd, tags)
  await world.serveMcp({
    allow: new Set(args.values.get('allow')?.split(',')),
    common: common({
      ...args,
      values: new Map([...args.values, ...(tagsFile ? [['tags', tagsFile] as const] : [])]),
    }),
    forges: args.many.get('forge') ?? [],
    allowedHosts: args.many.get('allow-host') ?? [],
    insecureHosts: args.many.get('insecure-host') ?? [],
    allowedContexts: args.many.get('allow-context') ?? [],
    ...(tagsFile ? { tagsFile } : {}),
    describe: describeDiagnostic,
    codes: codes.map(({ code }) => code),
  })
  return 0
}

/** The options that each verb is given. */
function common({ flags, values, many }: Arguments): readonly string[] {
  return commonOptions({}).flatMap(({ name }) => {
    const value = values.get(name)
    if (name === 'format') return []
    if (flags.has(name)) return [`--${name}`]
    if (value !== undefined) return [`--${name}=${value}`]
    return (many.get(name) ?? []).map(one => `--${name}=${one}`)
  })
}
