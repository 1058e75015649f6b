import type { State } from '../state.ts'
import type { TemporaryRepository } from '../temporary-repository.ts'

const needsSystem = ['E_NEED_SYSTEM_GIT', 'commit'] as const
const refused = ['E_NEED_SYSTEM_GIT', 'E_SIGN'] as const

async function config(repo: TemporaryRepository, settings: Readonly<Record<string, string>>): Promise<void> {
  for (const [key, value] of Object.entries(settings)) await repo.git('config', key, value)
}

/** commit.gpgSign, in each format. Never an unsigned commit where it is on. */
export const signingStates: readonly State[] = [
  {
    name: 'signing with ssh',
    needs: 'ssh-keygen',
    current: needsSystem,
    other: needsSystem,
    async make(repo) {
      const key = repo.path('../home/key')
      await repo.run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'ada@example.com', '-f', key])
      repo.write('../home/allowed', `ada@example.com ${repo.read('../home/key.pub')}`)
      await config(repo, {
        'commit.gpgSign': 'true',
        'gpg.format': 'ssh',
        'user.signingKey': key,
        'gpg.ssh.allowedSignersFile': repo.path('../home/allowed'),
      })
      return { isSigned: true }
    },
  },
  {
    name: 'signing with gpg',
    needs: 'gpg',
    current: needsSystem,
    other: needsSystem,
    async make(repo) {
      await repo.run('gpg', [
        '--batch',
        '--quiet',
        '--passphrase',
        '',
        '--quick-gen-key',
        'Ada Lovelace <ada@example.com>',
        'ed25519',
        'sign',
      ])
      await config(repo, { 'commit.gpgSign': 'true' })
      return { isSigned: true }
    },
  },
  {
    name: 'signing with gpg and a pre-commit hook',
    needs: 'gpg',
    current: needsSystem,
    other: needsSystem,
    async make(repo) {
      await repo.run('gpg', [
        '--batch',
        '--quiet',
        '--passphrase',
        '',
        '--quick-gen-key',
        'Ada Lovelace <ada@example.com>',
        'ed25519',
        'sign',
      ])
      await config(repo, { 'commit.gpgSign': 'true' })
      repo.write('.git/hooks/pre-commit', '#!/bin/sh\nexit 0\n')
      await repo.run('chmod', ['+x', '.git/hooks/pre-commit'])
      return { isSigned: true }
    },
  },
  {
    name: 'signing that fails (no such key)',
    needs: 'ssh-keygen',
    current: refused,
    other: refused,
    async make(repo) {
      await config(repo, {
        'commit.gpgSign': 'true',
        'gpg.format': 'ssh',
        'user.signingKey': '/nowhere/key.pub',
      })
      return undefined
    },
  },
]
