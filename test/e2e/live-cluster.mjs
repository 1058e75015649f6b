// A cluster for the workbench: the fake API server, and the real kubectl on the editor's PATH.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { warning } from '../../build/test/flux/cluster/events.js'
import { held } from '../../build/test/flux/cluster/reading.js'
import { fakeApiServer, kubeconfigText } from '../../build/test/io/kubectl/fake-api-server.js'
import { kubectls } from '../../build/test/io/kubectl/kubectls.js'
import { tags } from './fixture.mjs'

/** Undefined where there is no kubectl. It holds the objects of `automation` (fixture.mjs), the repository with another interval. */
export async function liveCluster(test) {
  const [kubectl] = kubectls()
  if (kubectl === undefined) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-kube-'))
  test.after(() => rmSync(folder, { recursive: true, force: true }))
  const server = await fakeApiServer([])
  const { port } = new URL(server.url)
  // Told apart from every other one on this machine.
  const context = `e2e-${port}`
  const kubeconfig = join(folder, 'config')
  writeFileSync(kubeconfig, kubeconfigText({ [context]: server.url }))
  let second
  test.after(() => server.close().catch(() => undefined))
  test.after(() => {
    second?.close()
    second?.closeAllConnections()
  })
  server.onPatch = object => {
    const at = object.metadata.annotations['reconcile.fluxcd.io/requestedAt']
    object.status.lastHandledReconcileAt = at
  }
  return {
    server,
    context,
    env: { KUBECONFIG: kubeconfig, PATH: `${kubectl.folder}:${process.env.PATH}` },
    /** What the cluster has, once the registry's host is known. */
    fill: host => fill(server, host),
    away: () => server.close(),
    /** A server at the same address that answers nothing; the promise is kept when it is asked. */
    async hanging() {
      let isAsked
      const asked = new Promise(resolve => {
        isAsked = resolve
      })
      second = createServer(() => isAsked())
      await new Promise(resolve => second.listen(Number(port), '127.0.0.1', resolve))
      return { asked }
    },
    /** The kubectl processes that are about this cluster. */
    running: () =>
      readdirSync('/proc').filter(
        name => /^\d+$/.test(name) && commandLine(name).includes(`--context=${context}`),
      ),
  }
}

function fill({ held: kinds }, host) {
  const group = 'image.toolkit.fluxcd.io/v1'
  const image = `${host}/acme/web`
  const scanTime = new Date().toISOString()
  const policy = { imageRepositoryRef: { name: 'web' }, policy: { semver: { range: '1.x' } } }
  kinds.get(`${group}/imagepolicies`).push(
    held('ImagePolicy', 'web', {
      namespace: 'flux-system',
      spec: policy,
      status: { latestRef: { name: image, tag: '1.4.1' } },
    }),
  )
  kinds.get(`${group}/imagerepositories`).push(
    held('ImageRepository', 'web', {
      namespace: 'flux-system',
      spec: { image, interval: '9m', insecure: true },
      status: { canonicalImageName: image, lastScanResult: { tagCount: tags.length, scanTime } },
    }),
  )
  kinds.get('v1/events').push({
    ...warning('ImageRepository', 'web', {
      namespace: 'flux-system',
      reason: 'Denied',
      message: 'UNAUTHORIZED',
    }),
    lastTimestamp: scanTime,
  })
}

function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}
