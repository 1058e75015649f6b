import { type LookupAddress, lookup as systemLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { failure } from '../../flux/failure.ts'
import { addressClass } from '../registry/contact/address.ts'

/** Asks for all addresses of a name. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>

/** The system's resolver. */
export function resolveByDns(host: string): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    systemLookup(host, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)))
  })
}

/**
 * The lookup for sockets: it refuses, with E_ADDRESS, a name that leads to a link-local or metadata address, and
 * with reach `public` also one that leads into the user's own network, since then only a server has named that host.
 * Names below `.localhost` are this machine without asking (RFC 6761).
 */
export function guardedLookup(resolve: Resolve, reach: 'own' | 'public'): LookupFunction {
  return (host, options, callback) => {
    addressesOf(host, resolve, reach).then(
      addresses => {
        const wanted = addresses.filter(
          ({ family }) => !isFamily(options.family) || family === options.family,
        )
        const [first] = wanted
        if (options.all) callback(null, [...wanted])
        else if (first) callback(null, first.address, first.family)
        else callback(Object.assign(new Error(`no address for ${host}`), { code: 'ENOTFOUND' }), '')
      },
      error => callback(error, ''),
    )
  }
}

async function addressesOf(
  host: string,
  resolve: Resolve,
  reach: 'own' | 'public',
): Promise<readonly LookupAddress[]> {
  if (host.endsWith('.localhost')) return [{ address: '127.0.0.1', family: 4 }]
  const addresses = await resolve(host)
  for (const { address } of addresses) {
    const kind = addressClass(address)
    if (kind === 'forbidden' || (reach === 'public' && kind !== 'public')) {
      throw failure('E_ADDRESS', `The name ${host} leads to ${address}; refused.`)
    }
  }
  return addresses
}

function isFamily(family: unknown): family is 4 | 6 {
  return family === 4 || family === 6
}
