import { chmodSync, symlinkSync } from 'node:fs'
import { manifest } from '../bump.ts'
import type { TemporaryRepository } from '../repositories/temporary-repository.ts'
import type { State } from '../state.ts'

const web = 'apps/web.yaml'

async function commitAll(repo: TemporaryRepository): Promise<void> {
  await repo.git('add', '-A')
  await repo.git('commit', '-qm', 'state')
}

/** How the file is committed: its bytes, its kind, its neighbours' names. */
export const contentStates: readonly State[] = [
  {
    name: 'an executable file',
    async make(repo) {
      chmodSync(repo.path(web), 0o755)
      await commitAll(repo)
      return undefined
    },
  },
  {
    name: 'CRLF committed as it is',
    async make(repo) {
      await repo.git('config', 'core.autocrlf', 'false')
      repo.write(web, manifest().replaceAll('\n', '\r\n'))
      await commitAll(repo)
      return undefined
    },
  },
  {
    name: 'core.autocrlf=true',
    async make(repo) {
      await repo.git('config', 'core.autocrlf', 'true')
      repo.write(web, manifest().replaceAll('\n', '\r\n'))
      await repo.git('add', web)
      return undefined
    },
  },
  {
    name: 'the attribute eol=crlf',
    async make(repo) {
      repo.write('.gitattributes', '*.yaml text eol=crlf\n')
      repo.write(web, manifest().replaceAll('\n', '\r\n'))
      await commitAll(repo)
      return undefined
    },
  },
  {
    name: 'the attribute working-tree-encoding=UTF-16LE-BOM',
    async make(repo) {
      repo.write('.gitattributes', '*.yaml working-tree-encoding=UTF-16LE-BOM\n')
      for (const path of [web, 'apps/api.yaml', 'deep/a/b.yaml'])
        repo.write(path, Buffer.from(`\uFEFF${repo.read(path).toString()}`, 'utf16le'))
      await commitAll(repo)
      return { encoding: 'utf16le', blobEncoding: 'latin1' }
    },
  },
  {
    name: 'UTF-16 committed as it is',
    async make(repo) {
      repo.write('.gitattributes', '*.yaml diff -text\n')
      repo.write(web, Buffer.from(`\uFEFF${manifest()}`, 'utf16le'))
      await commitAll(repo)
      return { encoding: 'utf16le' }
    },
  },
  {
    name: 'UTF-8 with a byte order mark',
    async make(repo) {
      repo.write(web, `\uFEFF# Grüße\n${manifest()}`)
      await commitAll(repo)
      return undefined
    },
  },
  {
    name: 'Latin-1, which is no UTF-8',
    async make(repo) {
      repo.write(web, Buffer.from(`# Gr\xfc\xdfe\n${manifest()}`, 'latin1'))
      await commitAll(repo)
      return undefined
    },
  },
  {
    name: 'a neighbour whose name is no UTF-8',
    async make(repo) {
      repo.write('apps/x.yaml', 'x\n')
      const oid = (await repo.git('hash-object', '-w', 'apps/x.yaml')).trim()
      await repo.gitIn(
        repo.root,
        ['update-index', '--add', '-z', '--index-info'],
        `100644 ${oid}\tapps/lat\xe9.yaml\0`,
      )
      await repo.git('commit', '-qm', 'state')
      return undefined
    },
  },
  {
    name: 'a path in UTF-8',
    async make(repo) {
      repo.write('köln/größe 1.yaml', manifest())
      await commitAll(repo)
      return { path: 'köln/größe 1.yaml' }
    },
  },
  {
    name: 'the attribute ident',
    async make(repo) {
      repo.write('.gitattributes', '*.yaml ident\n')
      repo.write(web, `# $Id$\n${manifest()}`)
      await commitAll(repo)
      return undefined
    },
  },
  {
    name: 'a filter that changes the text (git-crypt, LFS)',
    current: ['E_BLOB_MISMATCH', 'commit'],
    other: ['E_BLOB_MISMATCH', 'commit'],
    async make(repo) {
      await repo.git('config', 'filter.rot.clean', 'tr a-z n-za-m')
      await repo.git('config', 'filter.rot.smudge', 'tr a-z n-za-m')
      repo.write('.gitattributes', '/apps/web.yaml filter=rot\n')
      await commitAll(repo)
      return { isFiltered: true }
    },
  },
  {
    name: 'a filter that changes the text, and whose program is not there',
    current: ['E_BLOB_MISMATCH', 'E_BLOB_MISMATCH'],
    other: ['E_BLOB_MISMATCH', 'E_BLOB_MISMATCH'],
    async make(repo) {
      repo.write(web, 'version https://git-lfs.github.com/spec/v1\n')
      await commitAll(repo)
      repo.write('.git/info/attributes', '/apps/web.yaml filter=none\n')
      repo.write(web, manifest())
      return undefined
    },
  },
  {
    name: 'a symbolic link',
    current: ['E_SYMLINK', 'E_SYMLINK'],
    other: ['E_SYMLINK', 'E_SYMLINK'],
    async make(repo) {
      symlinkSync('apps/web.yaml', repo.path('link.yaml'))
      await commitAll(repo)
      return { path: 'link.yaml' }
    },
  },
  {
    name: 'a folder that is a symbolic link',
    current: ['E_SYMLINK', 'E_SYMLINK'],
    other: ['E_SYMLINK', 'E_SYMLINK'],
    async make(repo) {
      symlinkSync('apps', repo.path('link'))
      await commitAll(repo)
      return { path: 'link/web.yaml' }
    },
  },
  {
    name: 'a file in a submodule, named from the outer repository',
    current: ['E_NOT_FILE', 'E_NOT_FILE'],
    other: ['E_NOT_FILE', 'E_NOT_FILE'],
    async make(repo) {
      await repo.git('clone', '-q', repo.root, '../origin')
      await repo.git('submodule', '--quiet', 'add', '../origin', 'sub')
      await repo.git('commit', '-qm', 'state')
      return { path: 'sub/apps/web.yaml' }
    },
  },
]
