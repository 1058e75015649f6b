// The packaged extension in an empty profile, on the demo, on a machine whose only network is loopback.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

const inNamespace = ['--map-root-user', '--net', '--', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh']
const canUnshare = spawnSync('unshare', [...inNamespace, 'true']).status === 0
const canTrace = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0
const skip =
  (!canUnshare && 'this system lets no network be taken away (unshare --net, ip)') ||
  (!canTrace && 'strace is missing or not allowed here: apt-get install -y strace') ||
  false

test('all of it works with no network but loopback, and nothing else is even tried', { skip }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'fluxmark-trace-'))
  const trace = join(folder, 'trace')
  const scenario = join(import.meta.dirname, 'offline.mjs')
  const { status } = spawnSync('unshare', [...inNamespace, process.execPath, scenario, trace], {
    stdio: 'inherit',
  })
  const calls = readFileSync(trace, 'utf8')
    .split('\n')
    .filter(line => /\b(connect|sendto|sendmsg)\(/.test(line))
  rmSync(folder, { recursive: true, force: true })
  assert.equal(status, 0)
  const outward = calls.filter(line => /AF_INET6?\b/.test(line) && !/"127\.0\.0\.1"|"::1"/.test(line))
  assert.deepEqual(outward, [])
  // The trace saw what it was to see: the server's own questions to the registry on this machine.
  assert(calls.some(line => line.includes('"127.0.0.1"')))
})
