// From a repository that was never seen to an open pull request: what the test counts and the README's moving picture shows.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startForge, TOKEN } from '../../build/test/io/forge/forge-server.js'
import { startEditor } from './fixture.mjs'
import { openUpdates } from './updates-view.mjs'

const names = ['web', 'api', 'worker']

const deployment = (host, name, tag, marker) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: shop
spec:
  selector:
    matchLabels: {app: ${name}}
  template:
    metadata:
      labels: {app: ${name}}
    spec:
      containers:
        - name: ${name}
          image: ${host}/shop/${name}:${tag} # ${marker}
`

const resources = (host, name) => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: ${name}, namespace: flux-system}
spec: {image: ${host}/shop/${name}, interval: 5m, insecure: true}
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: ${name}, namespace: flux-system}
spec: {imageRepositoryRef: {name: ${name}}, policy: {semver: {range: 1.x}}}
`

const automation = `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata: {name: shop, namespace: flux-system}
spec:
  interval: 30m
  sourceRef: {kind: GitRepository, name: flux-system}
  git:
    checkout: {ref: {branch: main}}
    push: {branch: flux-image-updates}
    commit:
      author: {name: Flux, email: flux@example.com}
      messageTemplate: |
        Update the images of the shop

        {{ range .Changed.Changes }}- {{ .OldValue }} -> {{ .NewValue }}
        {{ end }}
  update: {path: ./apps, strategy: Setters}
`

/** Three outdated images, one marker that is broken, one that no policy is for; a remote at a forge that takes the environment's token. */
export async function startJourney(options = {}) {
  const served = mkdtempSync(join(tmpdir(), 'fluxmark-served-'))
  const forge = await startForge('gitea', served)
  const editor = await startEditor({
    images: Object.fromEntries(names.map(name => [`shop/${name}`, ['1.2.3', '1.3.0', '1.4.1', '1.5.0']])),
    files: host => ({
      ...Object.fromEntries(
        names.map((name, at) => [
          `apps/${name}.yaml`,
          deployment(host, name, ['1.2.3', '1.3.0', '1.4.1'][at], `{"$imagepolicy": "flux-system:${name}"}`),
        ]),
      ),
      'apps/mail.yaml': deployment(host, 'mail', '1.0.0', '{"$imagepolicy": "flux-system:mail"}'),
      'apps/search.yaml': deployment(host, 'search', '1.0.0', "{'$imagepolicy': 'flux-system:web'}"),
      ...Object.fromEntries(names.map(name => [`flux/${name}.yaml`, resources(host, name)])),
      'flux/automation.yaml': automation,
    }),
    ...options,
    env: { GITEA_TOKEN: TOKEN, GITEA_SERVER_URL: `http://${forge.host}` },
    settings: { 'fluxmark.git.forges': { [forge.host]: 'gitea' }, ...options.settings },
  })
  const { git, root } = editor.repository
  mkdirSync(join(served, 'acme'))
  const bare = join(served, 'acme/fleet.git')
  execFileSync('git', ['clone', '--quiet', '--bare', root, bare])
  execFileSync('git', ['config', 'http.receivepack', 'true'], { cwd: bare })
  git('remote', 'add', 'origin', forge.url)
  git('fetch', '--quiet', bare, '+refs/heads/*:refs/remotes/origin/*')
  const close = async () => {
    await editor.close()
    await forge.close()
    rmSync(served, { recursive: true, force: true })
  }
  return { editor, forge, close }
}

/**
 * Goes the whole way. Each step is one key or one click, and is done when what it leads to is seen; `onStep` is called
 * then. Answers what was done, a line a step.
 */
export async function walk({ forge }, workbench, onStep = async () => {}) {
  const { page } = workbench
  const steps = []
  const step = async (words, act, seen) => {
    await act()
    await seen?.()
    steps.push(words)
    await onStep(words)
  }
  const entry = text => page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text }).first()
  const focused = text =>
    page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: text }).first()
  let view
  await step(
    'click the icon: what is outdated, and what is broken',
    async () => {
      view = await openUpdates(workbench, 'worker.yaml')
    },
    async () => {
      await view.row('web.yaml').filter({ hasText: '1.5.0' }).waitFor()
      await view.row('mail.yaml').filter({ hasText: 'failed' }).waitFor()
      // No file of these is open: the marker that is malformed is counted among the problems all the same.
      await page.locator('#status\\.problems').filter({ hasText: /[1-9]/ }).waitFor()
      await page.mouse.move(700, 600)
    },
  )
  await step(
    'check the automation’s box',
    () => view.row('flux-system/shop').locator('.custom-view-tree-node-item-checkbox').click(),
    () => view.row('web.yaml').locator('.codicon-check').waitFor(),
  )
  await step(
    'click Commit Checked…',
    () => view.titleAction('Commit Checked'),
    () => focused('flux-image-updates').waitFor(),
  )
  await step(
    'Enter: on the push branch',
    () => page.keyboard.press('Enter'),
    async () => {
      await focused('Commit to flux-image-updates').waitFor()
      await page.locator('.view-line').filter({ hasText: 'shop/web:1.5.0' }).first().waitFor()
    },
  )
  await step(
    'Enter: commit',
    () => page.keyboard.press('Enter'),
    async () => {
      await entry('Commit to').waitFor({ state: 'hidden' })
      await workbench.notification('Committed')
    },
  )
  await step(
    'click Push and Open Pull Request',
    () => workbench.notification('Committed', 'Push and Open Pull Request'),
    () => workbench.notification('May Fluxmark open pull requests at'),
  )
  await step(
    'click Allow, once a forge',
    () => workbench.notification('May Fluxmark open pull requests at', `Allow ${forge.host}`),
    () => workbench.notification('Opened pull request 1'),
  )
  return { steps, view }
}
