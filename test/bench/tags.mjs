// 100,000 tags listed, stored, filtered and selected, beside the raw download of the same bytes.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { root } from '../prepare.mjs'

/**
 * Measures in turns, each in a process of its own; medians in milliseconds and bytes. `inOrder`: whether the registry
 * lists in lexical order, as the distribution specification has it.
 */
export async function measureTags(node, rounds, { inOrder }) {
  const repository = inOrder ? 'acme/web' : 'acme/old'
  const server = spawn(node, [join(import.meta.dirname, 'tag-server.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [address] = await once(server.stdout, 'data')
  const found = { raw: [], fluxmark: [] }
  for (let round = 0; round < rounds; round++) {
    for (const mode of Object.keys(found))
      found[mode].push(measure(node, mode, String(address).trim(), repository))
  }
  server.kill()
  for (const { tags, state } of found.fluxmark) {
    if (tags !== 100_000 || state !== 'latest')
      throw new Error(`${tags} tags were listed, the selection is ${state}`)
  }
  const median = (list, value) => list.map(value).sort((a, b) => a - b)[list.length >> 1]
  return {
    raw: {
      ms: median(found.raw, one => one.ms),
      cpu: median(found.raw, one => one.cpu),
      bytes: median(found.raw, one => one.bytes),
    },
    fluxmark: {
      ms: median(found.fluxmark, one => one.ms),
      cpu: median(found.fluxmark, one => one.cpu),
      bytes: median(found.fluxmark, one => one.bytes),
      listed: median(found.fluxmark, one => one.listed.cpu),
      selected: median(found.fluxmark, one => one.selected.cpu),
    },
  }
}

function measure(node, ...args) {
  const { stdout, status } = spawnSync(node, [join(root, 'build/test/bench/list-tags.js'), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`the measurement of ${args[0]} failed`)
  return JSON.parse(stdout)
}
