import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fluxmarkWith, type Run } from '../cli/fluxmark.ts'
import { kubeconfigText } from '../io/kubectl/fake-api-server.ts'
import { markdownFaults, payloads, terminalFaults } from './payloads.ts'
import { goodTags, hostileRepository } from './workspace.ts'

/** One output of one door, and what is wrong with it. */
export interface Tried {
  readonly door: string
  readonly faults: readonly string[]
  /** Whether anything of a payload got as far as this. */
  readonly isReached: boolean
}

const formats = ['text', 'json', 'sarif', 'github', 'gitlab', 'junit', 'rdjson', 'markdown']
const host = 'ghcr.io'

/** Runs every verb, `short` with fewer formats, over a hostile workspace, a hostile tags file, a hostile hook and a hostile remote. */
export async function tryCommandLine({
  short = false,
}: {
  readonly short?: boolean
} = {}): Promise<readonly Tried[]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fluxmark-sinks-')))
  try {
    const root = join(folder, 'fleet')
    hostileRepository(root, folder, host)
    // Nothing contacts it.
    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: root })
    git('remote', 'add', 'origin', 'https://github.com/acme/fleet.git')
    git('update-ref', 'refs/remotes/origin/main', 'HEAD')
    const tags = join(folder, 'tags.json')
    writeFileSync(tags, JSON.stringify({ images: tagsOf() }))
    const PATH = `${hostileCluster(folder)}:${process.env.PATH}`
    const first = payloads.slice(0, 3).map(payload => `n0:${payload}`)
    const commands: readonly (readonly string[])[] = [
      ...formats.map(format => ['check', '--tags', tags, '--format', format]),
      ['check', '--tags', tags, '--changed=HEAD~1', '--profile', 'strict', '--format', 'markdown'],
      ['diff', 'HEAD~1..HEAD', '--tags', tags, '--format', 'markdown'],
      ['check', '--tags', tags, '--fix', '--dry-run', '--format', 'json'],
      ...(short ? ['text'] : ['text', 'json']).flatMap(format =>
        [
          ['policies', '--tags', tags],
          ['resources'],
          ['explain', 'good:web', '--tags', tags],
          ['explain', 'n5:web', '--tags', tags],
          ['explain', 'good.yaml:22', '--tags', tags],
          ['simulate', 'good:all', '--tags', tags],
          ['promote', '--tags', tags],
          [
            'hold',
            'good:web',
            '--at',
            goodTags[0] ?? '',
            '--tags',
            tags,
            '--dry-run',
            '--reason',
            payloads[3] ?? '',
          ],
          ['hold', '--automation', '*', '--dry-run'],
          ['release', 'good:web'],
          ['diff', 'HEAD~1..HEAD', '--tags', tags],
          ['init', '--dry-run'],
          ['onboard', '--list', '--tags', tags],
          ['onboard', 'good.yaml:22', '--tags', tags],
          ['scan', '--tags', tags],
          ['tags', `${host}/good/web`, '--tags', tags],
          ['tags', `${host}/p13/web`, '--tags', tags],
          ['tags', 'good.yaml:22', '--tags', tags],
          ['update', '--tags', tags, '--all', '--dry-run', '--commit'],
          ['update', '--tags', tags, '--all', '--dry-run', '--pull-request', '--group', 'environment'],
        ].map(args => [...args, '--format', format]),
      ),
      ['update', '--tags', tags, '--policy', 'good:web', '--all', '--commit', '--branch', 'a\u202eb'],
      ...first.map(name => ['update', '--policy', name]),
      ...payloads.slice(0, 3).map(payload => ['explain', payload]),
      ['promote', payloads[0] ?? '', payloads[1] ?? ''],
      ['onboard', payloads[2] ?? ''],
      ['check', payloads[13] ?? '', '--verbose'],
      ['status'],
      ...['text', 'json', 'markdown'].map(format => [
        'status',
        '--kubeconfig',
        join(folder, '.kube/config'),
        '--tags',
        tags,
        '--format',
        format,
      ]),
      ['status', '--context', payloads[1] ?? ''],
      ['check', '--tags', payloads[14] ?? ''],
    ]
    const tried: Tried[] = []
    // A few at once: each is a process.
    for (let at = 0; at < commands.length; at += 3) {
      const some = commands.slice(at, at + 3)
      tried.push(
        ...(await Promise.all(
          some.map(async args => triedRun(args, await fluxmarkWith({ PATH }, root, folder, ...args))),
        )),
      )
    }
    return tried
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A kubeconfig with a hostile name and server, and a kubectl of a cluster in which every text is hostile: the folder that it is in. */
function hostileCluster(folder: string): string {
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  mkdirSync(join(folder, '.kube'))
  const [name = '', ...texts] = payloads
  writeFileSync(join(folder, '.kube/config'), kubeconfigText({ [name]: `https://${payloads[2]}` }))
  const items = texts.map((text, at) => ({
    metadata: { name: text, namespace: 'good', labels: { 'app.kubernetes.io/managed-by': text } },
    spec: { imageRepositoryRef: { name: text }, image: text, policy: { semver: { range: text } } },
    status: {
      latestRef: { name: text, tag: text },
      canonicalImageName: text,
      lastPushCommit: text,
      conditions: [
        { type: 'Ready', status: 'False', reason: at % 2 ? text : 'ReadOperationFailed', message: text },
      ],
    },
  }))
  // One of the names of the workspace, so that it is compared.
  items.push({
    ...items[0],
    metadata: { name: 'web', namespace: 'good', labels: {} },
  } as (typeof items)[number])
  writeFileSync(join(folder, 'list.json'), JSON.stringify({ items }))
  writeFileSync(join(folder, 'error'), `error: ${texts.join(' ')}\n`)
  const script = `#!/bin/sh\ncase "$*" in *image.toolkit*) cat "$HOME/list.json";; *) cat "$HOME/error" >&2; exit 1;; esac\n`
  writeFileSync(join(bin, 'kubectl'), script, { mode: 0o755 })
  return bin
}

function triedRun(args: readonly string[], { code, out, err }: Run): Tried {
  const format = args[args.indexOf('--format') + 1] ?? ''
  const isOwn = (line: string) =>
    format === 'github' &&
    /^::(?:(?:error|warning|notice) file=[^:]*,title=[a-z-]+::|group::\d+ more|endgroup::$)/.test(line)
  const faults = [
    ...terminalFaults(out, isOwn),
    ...terminalFaults(err),
    ...(format === 'markdown'
      ? markdownFaults(out, url => url.startsWith('https://github.com/fluxmark/fluxmark/'))
      : []),
    ...(/json|sarif|gitlab/.test(format) && code !== 2 ? jsonFaults(out) : []),
    ...(format === 'junit' ? xmlFaults(out) : []),
    ...(code === 70 || code < 0 ? [`exit ${code}: ${err.slice(0, 500)}`] : []),
  ]
  const isReached = /workbench|evil|alert|u202e|u001b|u009b/.test(out + err)
  return { door: `fluxmark ${args.map(arg => JSON.stringify(arg)).join(' ')}`, faults, isReached }
}

function jsonFaults(out: string): readonly string[] {
  try {
    JSON.parse(out)
    return []
  } catch (error) {
    return [`no JSON: ${error}`]
  }
}

/** Well-formed as far as text goes: tags of ours alone, all quotes in order. */
function xmlFaults(out: string): readonly string[] {
  const rest = out
    .replace(/^<\?xml [^>]*\?>/, '')
    .replace(/<\/?(?:testsuites|testsuite|testcase|failure|system-out)(?: [a-z]+="[^"<>]*")*\/?>/g, '')
  return /[<>]/.test(rest) ? [`not ours: ${/.{0,80}[<>].{0,80}/.exec(rest)?.[0]}`] : []
}

function tagsOf() {
  const scannedAt = '2026-01-01T00:00:00Z'
  return Object.fromEntries([
    ...payloads.map((message, at) => [
      `${host}/p${at}/web`,
      { scannedAt, error: { code: 'E_STATUS', message } },
    ]),
    [`${host}/good/web`, { scannedAt, tags: goodTags }],
  ])
}
