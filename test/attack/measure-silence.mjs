// Loaded into a server: at its end, writes the longest stretch for which its first thread did nothing but one thing,
// in ms (of processor time where the system tells that of a thread), to the file that $FLUXMARK_SILENCE_LOG names.
import { readFileSync, writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

if (isMainThread) {
  const spent = () => {
    try {
      // Linux: nanoseconds on a processor.
      return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[0]) / 1e6
    } catch {
      return performance.eventLoopUtilization().active
    }
  }
  let longest = 0
  let last
  const turn = () => {
    const now = spent()
    if (last !== undefined) longest = Math.max(longest, now - last)
    last = now
  }
  // Loading the program is not serving.
  setTimeout(() => setInterval(turn, 10).unref(), 1000).unref()
  process.on('exit', () => writeFileSync(process.env.FLUXMARK_SILENCE_LOG, String(longest)))
}
