import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { userInfo } from 'node:os'
import type { TemporaryRepository } from './temporary-repository.ts'

/** Where Debian's openssh-server lies, if it is there. */
const program = '/usr/sbin/sshd'

/** Why there can be no server of our own here, or false. */
export function lacksSshd(): string | false {
  const isThere = existsSync(program) && spawnSync('ssh', ['-V']).error === undefined
  return !isThere && 'needs sshd: apt-get install openssh-server openssh-client'
}

/**
 * A real sshd on loopback, with a configuration, a host key and an authorized key of its own beside the repository;
 * it lets in whoever runs the test. The repository's `core.sshCommand` uses that key and no other configuration.
 * Gives the start of the address: `ssh://USER@127.0.0.1:PORT`.
 */
export async function sshServer(
  t: { after(step: () => Promise<unknown>): void },
  repo: TemporaryRepository,
): Promise<string> {
  const path = (name: string) => repo.path('../ssh', name)
  mkdirSync(path('.'), { recursive: true, mode: 0o700 })
  for (const key of ['host', 'ada'])
    await repo.run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path(key)])
  const port = await freePort()
  repo.write('../ssh/authorized', repo.read('../ssh/ada.pub'))
  repo.write('../ssh/known', `[127.0.0.1]:${port} ${repo.read('../ssh/host.pub')}`)
  repo.write(
    '../ssh/config',
    [
      'ListenAddress 127.0.0.1',
      `Port ${port}`,
      `HostKey ${path('host')}`,
      `AuthorizedKeysFile ${path('authorized')}`,
      'PidFile none',
      'UsePAM no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      // The folder above is one for everybody.
      'StrictModes no',
      'LogLevel ERROR',
      '',
    ].join('\n'),
  )
  // Root's sshd parts from its privileges there.
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const server = spawn(program, ['-D', '-e', '-f', path('config')], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<string>(resolve => {
    let said = ''
    server.stderr.on('data', data => {
      said += String(data)
    })
    server.once('exit', () => resolve(said))
  })
  t.after(async () => {
    server.kill()
    await ended
  })
  const options = [
    ...['-F', 'none', '-i', path('ada'), '-o', 'IdentitiesOnly=yes'],
    ...['-o', `UserKnownHostsFile=${path('known')}`, '-o', 'StrictHostKeyChecking=yes'],
    // Until the server listens.
    ...['-o', 'ConnectionAttempts=60'],
  ]
  await repo.git('config', 'core.sshCommand', ['ssh', ...options].join(' '))
  return `ssh://${userInfo().username}@127.0.0.1:${port}`
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : 0
      probe.close(() => resolve(port))
    })
  })
}
