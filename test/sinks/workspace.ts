import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { payloads, wellFormed } from './payloads.ts'

/** A name for a file with a payload in it: what no file system takes is left out. */
const fileName = (payload: string) =>
  `${Buffer.from(wellFormed(payload.replace(/[/\0]/g, '_')))
    .toString('utf8')
    .slice(0, 50)}.yaml`

/**
 * A workspace with a payload at every place that takes a text, one a folder. `host` is a registry that answers for
 * `pN/web` with payload N as its error, and for `good/web` with tags and labels. `$0` of `files` is what is marked.
 */
function hostileFiles(host: string): Readonly<Record<string, string>> {
  return Object.fromEntries([
    ...payloads.flatMap((payload, at) => [
      [`p${at}/${fileName(payload)}`, objects(payload, `n${at}`, `${host}/p${at}/web`) + reached(host)],
      [`p${at}/kustomization.yaml`, kustomization(payload)],
      [`p${at}/more-${fileName(payload)}`, more(payload, at)],
    ]),
    ['good.yaml', objects('plain', 'good', `${host}/good/web`)],
    [
      'fluxmark.yaml',
      `environments: [${payloads.map((text, at) => `{name: ${quoted(text)}, path: p${at}}`).join(', ')}]\n`,
    ],
  ])
}

/** A value that the plain automation reaches, in a file whose name is a payload. */
const reached = (host: string) => `---\nimage: ${host}/good/web:1.0.0 # {"$imagepolicy": "good:web"}\n`

/** JSON is YAML, but for halves of surrogate pairs and what YAML takes only escaped. */
const quoted = (text: string) =>
  JSON.stringify(wellFormed(text)).replace(
    /[\x7f-\x9f\ufeff]/g,
    one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

function objects(payload: string, namespace: string, image: string): string {
  const text = quoted(payload)
  return `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web, namespace: ${namespace}}
spec: {image: ${image}, interval: 5m, secretRef: {name: ${text}}, certSecretRef: {name: ${text}}${namespace === 'good' ? '' : `, provider: ${text}`}}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web, namespace: ${namespace}}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: '>=1'}}, filterTags: {pattern: '.*'}}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: all, namespace: ${namespace}}
spec:
  interval: 30m
  sourceRef: {kind: GitRepository, name: ${text}}
  git: {checkout: {ref: {branch: main}}, push: {branch: ${text}}, commit: {author: {name: ${text}, email: ${text}}, messageTemplate: ${text}}}
  update: {path: ${namespace === 'good' ? './' : text}, strategy: Setters}
---
image: ${image}:1.0.0 # {"$imagepolicy": "${namespace}:web"}
`
}

function more(payload: string, at: number): string {
  const text = quoted(payload)
  return `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: ${text}, namespace: ${text}, labels: {a: ${text}}}
spec: {image: ${text}, interval: ${text}, exclusionList: [${text}], ${text}: 1}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: ${text}, namespace: m${at}}
spec: {imageRepositoryRef: {name: ${text}}, policy: {semver: {range: ${text}}}, filterTags: {pattern: ${text}, extract: ${text}}}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: pattern, namespace: m${at}}
spec: {imageRepositoryRef: {name: web, namespace: n${at}}, policy: {alphabetical: {order: ${text}}}, filterTags: {pattern: ${text}}}
---
apiVersion: ${text}
kind: ImagePolicy
metadata: {name: x, namespace: y}
---
image: ${text} # {"$imagepolicy": "m${at}:pattern"}
other: x # {"$imagepolicy": ${text}}
tag: 1 # {"$imagepolicy": "n${at}:${JSON.stringify(payload).slice(1, -1)}:tag"}
`
}

function kustomization(payload: string): string {
  const text = quoted(payload)
  return `resources: [${text}]\nnamePrefix: ${text}\nnamespace: ${text}\n${text}: 1\npatches: [{path: ${text}}, {patch: ${text}}]\n`
}

/** Tags that no registry should list, beside two good ones, and labels of the image. */
export const goodTags: readonly string[] = ['1.0.0', '1.1.0', ...payloads]
export const goodLabels = (payload: string): Readonly<Record<string, string>> => ({
  'org.opencontainers.image.source': `https://github.com/acme/web/${payload}`,
  'org.opencontainers.image.revision': payload,
  'org.opencontainers.image.version': payload,
  'org.opencontainers.image.created': '2026-01-01T00:00:00Z',
})

/** `hostileFiles`, committed in a Git repository at `root`, whose hook says the payloads and refuses; the files. */
export function hostileRepository(
  root: string,
  home: string,
  host: string,
): Readonly<Record<string, string>> {
  const files = hostileFiles(host)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', env: { PATH: process.env.PATH, HOME: home } })
  git('init', '-q', '-b', 'main')
  git('config', 'user.name', 'Who')
  git('config', 'user.email', 'who@example.com')
  git('commit', '-q', '--allow-empty', '-m', 'nothing yet')
  git('add', '-A')
  git('commit', '-qm', payloads[0] ?? '')
  const hook = join(root, '.git/hooks/pre-commit')
  writeFileSync(`${hook}.txt`, payloads.join('\n'))
  writeFileSync(hook, '#!/bin/sh\ncat "$0.txt"\ncat "$0.txt" >&2\nexit 1\n', { mode: 0o755 })
  return files
}
