// `npm run peers -- [SUITE…] [--show N] [--out FILE]`: the cases of the peers' own tests against ours.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { prepare } from '../prepare.mjs'

const usage = 'usage: npm run peers -- [SUITE…] [--show N] [--out FILE]'
const options = { show: { type: 'string', default: '0' }, out: { type: 'string' } }

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options })
  } catch (error) {
    process.stderr.write(`${error.message}\n${usage}\n`)
    process.exit(2)
  }
}

const { values, positionals } = readArguments()
const data = process.env.FLUXMARK_TEST_DATA
if (data === undefined) {
  process.stdout.write('skipped: the cases of the peers are found through FLUXMARK_TEST_DATA\n')
  process.exit(0)
}
const caller = process.env.INIT_CWD ?? process.cwd()
const settings = {
  folder: resolve(caller, data, 'peers'),
  only: positionals,
  shown: Number(values.show),
  ...(values.out === undefined ? {} : { out: resolve(caller, values.out) }),
}
prepare()
const { peers } = await import('../../build/test/peers/peers.js')
const { suites } = await import('../../build/test/peers/suites.js')
const unknown = positionals.filter(name => !suites.some(suite => suite.name === name))
if (unknown.length > 0) {
  process.stderr.write(
    `no suite ${unknown.join(', ')}; there are ${suites.map(({ name }) => name).join(', ')}\n`,
  )
  process.exit(2)
}
process.exitCode = await peers(suites, settings, line => process.stdout.write(`${line}\n`))
