import { spawnSync } from 'node:child_process'

/** Processor time in ms of commands that run one after the other in a folder, whatever they exit with; `cache` is the user's folder for caches. */
export function processorTime(commands, cwd, cache = cwd) {
  const script = 'while read -r line; do eval "$line" >/dev/null 2>&1 </dev/null; done; times'
  const quoted = commands.map(words => words.map(word => `'${word}'`).join(' '))
  const { stdout } = spawnSync('sh', ['-c', script], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C', XDG_CACHE_HOME: cache },
    input: `${quoted.join('\n')}\n`,
  })
  // The second line of `times` is that of the children: 0m1.20s 0m0.30s.
  const children = stdout.trim().split('\n').at(-1) ?? ''
  const parts = [...children.matchAll(/(\d+)m([\d.]+)s/g)]
  return parts.reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000,
    0,
  )
}
