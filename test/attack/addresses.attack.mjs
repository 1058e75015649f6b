// Hosts that are link-local, of this machine or of a private network, in every spelling and wrapping.
import { join } from 'node:path'
import { root } from '../prepare.mjs'

export const name = 'addresses'

export async function run() {
  const { ADDRESSES } = await import(join(root, 'build/test/io/registry/address-cases.js'))
  const { addressClass } = await import(join(root, 'build/server/src/io/registry/contact/address.js'))
  const cases = Object.entries(ADDRESSES).flatMap(([kind, hosts]) => hosts.map(host => ({ kind, host })))
  const failed = cases.filter(({ kind, host }) => addressClass(host) !== kind)
  return {
    cases: cases.length,
    held: cases.length - failed.length,
    notes: failed.map(({ kind, host }) => `${host} is taken for ${addressClass(host)}, not ${kind}`),
  }
}
