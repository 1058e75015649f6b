// Run by kill.ts in a process of its own: commits one bump after the other until it is killed.
import { dirname } from 'node:path'
import type { GitEngine } from '../../../server/src/io/git/config/git-options.ts'
import { openRepository } from './repositories/temporary-repository.ts'

const [root = '', engine = 'builtin'] = process.argv.slice(2)
const port = openRepository(dirname(root)).port(engine as GitEngine)
const edit = (text: string) =>
  text.replace(/(1\.2\.)(\d+)/, (_, start: string, n: string) => start + (Number(n) + 1))
const commit = () => port.commit(root, { files: [{ path: 'apps/web.yaml', edit }], message: 'bump' })
await commit()
process.send?.('ready')
for (;;) await commit()
