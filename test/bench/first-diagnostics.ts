// From nothing to what is wrong in one open file, as the language server gets there: the index, what kustomizations make
// of it, and the file's checks.

import { diagnostics } from '../../server/src/ide/diagnostics.ts'
import { createFiles } from '../../server/src/io/files/files.ts'
import { Session } from '../../server/src/session.ts'

const root = process.argv[2] ?? ''
const path = process.argv[3] ?? ''
const start = performance.now()
const used = process.cpuUsage()
const files = createFiles({ root })
const session = new Session({ files, clock: { now: () => Date.now() } }, { fluxVersion: '2.9' })
session.edit(path, (await files.read(path)) ?? '')
await session.load()
await session.complete(false)
const found = diagnostics(session.snapshot, path).length
if (session.snapshot.files.get(path)?.facts.markers.length === 0) throw new Error(`no marker in ${path}`)
const ms = performance.now() - start
const { user, system } = process.cpuUsage(used)
process.stdout.write(JSON.stringify({ ms, cpu: (user + system) / 1000, found }))
