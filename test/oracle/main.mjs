// `npm run oracle -- [DIR] [--answers OUT] [--strict]`: installs what is missing, builds, asks the product.
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { prepare } from '../prepare.mjs'

const usage = 'usage: npm run oracle -- [DIR] [--answers OUT] [--strict]'
const options = { answers: { type: 'string' }, strict: { type: 'boolean', default: false } }

function readArguments() {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options })
    if (positionals.length > 1) throw new Error('one DIR at most')
    return {
      // A path means the caller's folder, also where npm moved to the project's.
      ...(positionals[0] === undefined ? {} : { directory: fromCaller(positionals[0]) }),
      ...(values.answers === undefined ? {} : { answers: fromCaller(values.answers) }),
      strict: values.strict,
    }
  } catch (error) {
    process.stderr.write(`${error.message}\n${usage}\n`)
    process.exit(2)
  }
}

function fromCaller(path) {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path)
}

const settings = readArguments()
prepare()
const { oracle } = await import('../../build/test/oracle/oracle.js')
process.exitCode = await oracle(settings, line => process.stdout.write(`${line}\n`))
