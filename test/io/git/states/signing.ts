import type { TemporaryRepository } from '../repositories/temporary-repository.ts'
import type { State } from '../state.ts'

const needsSystem = ['E_NEED_SYSTEM_GIT', 'commit'] as const
const refused = ['E_NEED_SYSTEM_GIT', 'E_SIGN'] as const

async function config(repo: TemporaryRepository, settings: Readonly<Record<string, string>>): Promise<void> {
  for (const [key, value] of Object.entries(settings)) await repo.git('config', key, value)
}

const pinentry = `#!/bin/sh
echo OK
while read -r word rest; do
  [ "$word" = GETPIN ] && echo 'D secret'
  echo OK
  [ "$word" = BYE ] && exit
done
`

const certificate = `Key-Type: RSA
Key-Length: 1024
Key-Usage: sign
Serial: random
Name-DN: CN=Ada Lovelace
Name-Email: ada@example.com
`

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
    name: 'signing with x509',
    needs: 'gpgsm',
    current: needsSystem,
    other: needsSystem,
    async make(repo) {
      const home = '../home/.gnupg'
      // Keys of gpgsm always have a passphrase. This stands in for the window that asks for it.
      repo.write('../home/pinentry', pinentry)
      repo.write(`${home}/gpg-agent.conf`, `pinentry-program ${repo.path('../home/pinentry')}\n`)
      repo.write(`${home}/gpgsm.conf`, 'disable-crl-checks\n')
      repo.write('../home/certificate', certificate)
      await repo.run('chmod', ['700', repo.path('../home/pinentry'), repo.path(home)])
      const output = repo.path('../home/ada.crt')
      const gpgsm = (...args: readonly string[]) => repo.run('gpgsm', ['--batch', '--quiet', ...args])
      await gpgsm('--output', output, '--generate-key', repo.path('../home/certificate'))
      await gpgsm('--import', output)
      const key = /^fpr:*([0-9A-F]+):/m.exec(await gpgsm('--with-colons', '--list-keys'))?.[1] ?? ''
      repo.write(`${home}/trustlist.txt`, `${key} S relax\n`)
      await repo.run('gpgconf', ['--reload', 'gpg-agent'])
      await config(repo, { 'commit.gpgSign': 'true', 'gpg.format': 'x509', 'user.signingKey': key })
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
