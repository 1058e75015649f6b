// A small GitOps repository and the registry that it speaks of, both on this machine and thrown away afterwards.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { startDemo } from '../../examples/demo.mjs'
import { startRegistry } from '../../examples/registry.mjs'
import { startBrowser } from './browser.mjs'
import { startServer } from './server.mjs'
import { openWorkbench } from './workbench.mjs'

/** The image the repositories here are about, in versions of which 1.4.1 is the newest 1.x. */
export const tags = ['1.2.3', '1.3.0', '1.4.0', '1.4.1', '2.0.0-rc.1', 'latest']

/** The deployment that most tests open; line 15 holds the marked image. */
export const deployment = host => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: apps
spec:
  replicas: 2
  selector:
    matchLabels: {app: web}
  template:
    spec:
      containers:
        # The shop's front.
        - name: web
          image: ${host}/acme/web:1.2.3 # {"$imagepolicy": "flux-system:web"}
          args: ["--verbose"]
        - name: sidecar
          image: busybox:1.36
`

/** An ImageRepository, an ImagePolicy that takes the newest 1.x, and an automation over the whole repository. */
export const automation = host => `apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata:
  name: web
  namespace: flux-system
spec:
  image: ${host}/acme/web
  interval: 5m
  insecure: true
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata:
  name: web
  namespace: flux-system
spec:
  imageRepositoryRef:
    name: web
  policy:
    semver:
      range: 1.x
---
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageUpdateAutomation
metadata:
  name: all
  namespace: flux-system
spec:
  interval: 30m
  sourceRef:
    kind: GitRepository
    name: flux-system
  git:
    commit:
      author:
        name: Flux
        email: flux@example.com
  update:
    path: ./
    strategy: Setters
`

/** A Git repository with these files committed. `path` → text; `write`, `read` and `git` work in it. */
export function makeRepository(files) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'fluxmark-e2e-')))
  const repository = inRepository(root)
  const { git, write } = repository
  for (const [path, text] of Object.entries(files)) write(path, text)
  git('init', '--quiet', '--initial-branch', 'main')
  git('config', 'user.name', 'Ada')
  git('config', 'user.email', 'ada@example.com')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'Start')
  return {
    ...repository,
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  }
}

function inRepository(root) {
  const environment = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
  return {
    root,
    git: (...args) => execFileSync('git', args, { cwd: root, env: environment, encoding: 'utf8' }),
    write: (path, text) => {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    },
    read: path => readFileSync(join(root, path), 'utf8'),
    file: path => join(root, path),
  }
}

/**
 * Everything that a test of the editor needs, taken down again by `close`: a registry with `images`, a repository with `files`
 * (a function of the registry's host; `demo` takes those of `npm start`), a VS Code with the packaged extension,
 * a browser. The registry counts as allowed, as if the user had logged in to it, unless `isAllowed` is false; with `login` it wants one.
 */
export async function startEditor({
  files = shop,
  images = { 'acme/web': tags },
  demo = false,
  isAllowed = true,
  login,
  view = {},
  ...options
} = {}) {
  const { registry, repository, end } = await (demo ? startShop() : startWorkspace(files, images, login))
  // Neither the logins nor the lists of tags of who runs the test.
  const home = mkdtempSync(join(tmpdir(), 'fluxmark-home-'))
  const logins = { auths: isAllowed ? { [registry.host]: {} } : {} }
  writeFileSync(join(home, 'config.json'), JSON.stringify(logins))
  const server = await startServer({
    leg: process.env.FLUXMARK_LEG,
    extensions: process.env.FLUXMARK_VSIX === undefined ? [] : [process.env.FLUXMARK_VSIX],
    trust: false,
    ...options,
    env: { DOCKER_CONFIG: home, XDG_CACHE_HOME: home, ...options.env },
  })
  const browser = await startBrowser(view)
  let shown
  /** Opens a file, in the window that is open already where it has the same folder. */
  const open = async (file, folder = repository.root) => {
    const path = resolve(repository.root, file)
    if (shown?.folder === folder && !shown.workbench.page.isClosed()) {
      await shown.workbench.open(path)
      return shown.workbench
    }
    const screenshots = process.env.FLUXMARK_SCREENSHOTS
    const workbench = await openWorkbench(browser, server.url(folder, path), { screenshots, file })
    shown = { folder, workbench }
    return workbench
  }
  /** Pictures of what is open, for who looks into a failure. */
  const picture = async name => {
    if (process.env.FLUXMARK_SCREENSHOTS === undefined) return
    // What was told and went again is part of it.
    await shown?.workbench.command('Notifications: Show Notifications').catch(() => undefined)
    for (const [at, page] of browser.context.pages().entries()) {
      await page.screenshot({ path: join(process.env.FLUXMARK_SCREENSHOTS, `failed-${name}-${at}.png`) })
    }
  }
  const close = async () => {
    await browser.close()
    await server.stop()
    await end()
    rmSync(home, { recursive: true, force: true })
  }
  return { registry, repository, server, home, browser, open, picture, close }
}

const shop = host => ({ 'deploy.yaml': deployment(host), 'flux/web.yaml': automation(host) })

async function startWorkspace(files, images, login) {
  const registry = await startRegistry({ images, login })
  const repository = makeRepository(files(registry.host))
  const end = async () => {
    await registry.close()
    repository.remove()
  }
  return { registry, repository, end }
}

async function startShop() {
  const { folder, registry, close } = await startDemo()
  return { registry, repository: inRepository(folder), end: close }
}

/** Runs `body` with an editor of its own, and takes pictures where it fails. */
export async function withEditor(name, options, body) {
  const editor = await startEditor(options)
  try {
    await body(editor)
  } catch (error) {
    await editor.picture(name)
    throw error
  } finally {
    await editor.close()
  }
}
