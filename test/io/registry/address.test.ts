import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guardedLookup } from '../../../server/src/io/network/guarded-lookup.ts'
import { type AddressClass, addressClass } from '../../../server/src/io/registry/contact/address.ts'
import { ADDRESSES } from './address-cases.ts'

for (const [expected, hosts] of Object.entries(ADDRESSES)) {
  test(`${hosts.length} hosts are ${expected}, whatever their spelling`, () => {
    for (const host of hosts) assert.equal(addressClass(host), expected as AddressClass, host)
  })
}

test('a name that leads to a forbidden address is not connected to', async () => {
  const literals = ADDRESSES.forbidden.filter(host => /^\[|^[\d.]+\.\d+\.\d+\.\d+$/.test(host))
  for (const literal of literals) {
    const address = literal.replace(/^\[|\]$/g, '')
    const lookup = guardedLookup(async () => [{ address, family: address.includes(':') ? 6 : 4 }], 'own')
    const error = await new Promise(resolve => lookup('a.example', { all: true }, resolve))
    assert.equal(Reflect.get(Object(error), 'code'), 'E_ADDRESS', literal)
  }
})
