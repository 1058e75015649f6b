// Runs test files and counts what their tests did.
import { run } from 'node:test'
import { spec } from 'node:test/reporters'

/** Runs the files, prints each test, and resolves to `{passed, failed, skipped, failing}`, the last the files that failed. `options` are those of `run`. */
export function runFiles(files, options) {
  const count = { passed: 0, failed: 0, skipped: 0, failing: new Set() }
  return new Promise(resolve => {
    run({ files, ...options })
      .on('test:pass', event => {
        if (event.details?.type === 'suite') return
        if (event.skip !== undefined) count.skipped++
        else count.passed++
      })
      .on('test:fail', event => {
        // A suite fails with its tests, which count themselves, or by itself: its function or a hook throws.
        const { type, error } = event.details ?? {}
        if (type === 'suite' && error?.failureType === 'subtestsFailed') return
        count.failed++
        count.failing.add(event.file)
      })
      .on('end', () => setImmediate(resolve, count))
      .compose(spec)
      .pipe(process.stdout, { end: false })
  })
}

/** The closing line of every test command, and its exit code: 1 if anything failed or nothing ran at all. */
export function conclude({ passed, failed, skipped }) {
  process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`)
  process.exitCode = failed > 0 || passed + skipped === 0 ? 1 : 0
}
