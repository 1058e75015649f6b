import { BlockList, isIP, isIPv4 } from 'node:net'

/**
 * What kind of place a host is, judged by its name alone, without asking DNS.
 *
 * - `loopback`: this machine.
 * - `private`: RFC 1918, RFC 4193, carrier-grade NAT, benchmarking.
 * - `forbidden`: link-local (where clouds serve machine credentials), metadata names, multicast, reserved.
 *   Nothing is ever sent there.
 * - `public`: every other address literal.
 * - `name`: a DNS name, which may turn out to be anything.
 */
export type AddressClass = 'loopback' | 'private' | 'forbidden' | 'public' | 'name'

/**
 * Classifies a host name as `URL.hostname` gives it: lower case, IPv6 in brackets, IPv4 in dotted form
 * (`URL` has already turned 2130706433, 0x7f.1 and 127.1 into 127.0.0.1). A literal without brackets is taken too.
 */
export function addressClass(hostname: string): AddressClass {
  const host = hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
  if (isIP(host) === 0) {
    if (host === 'localhost' || host.endsWith('.localhost')) return 'loopback'
    return METADATA_NAMES.includes(host) ? 'forbidden' : 'name'
  }
  const address = embeddedIPv4(host) ?? host
  if (isAmong(address, FORBIDDEN)) return 'forbidden'
  if (isAmong(address, LOOPBACK)) return 'loopback'
  return isAmong(address, PRIVATE) ? 'private' : 'public'
}

/** Names under which Google and others serve machine credentials. */
const METADATA_NAMES = ['metadata.google.internal', 'metadata.goog', 'instance-data.ec2.internal']

const LOOPBACK: BlockList = blockList(['127.0.0.0/8', '::1/128'])

const PRIVATE: BlockList = blockList([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '198.18.0.0/15',
  'fc00::/7',
])

/** Besides link-local: the metadata addresses of Alibaba and of EC2 over IPv6, "this network", multicast, reserved. */
const FORBIDDEN: BlockList = blockList([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '100.100.100.200/32',
  '192.0.0.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  'fe80::/10',
  'fec0::/10',
  'fd00:ec2::254/128',
  'fd20:ce::254/128',
  'ff00::/8',
])

function isAmong(address: string, list: BlockList): boolean {
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}

function blockList(subnets: readonly string[]): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [net = '', bits = ''] = subnet.split('/')
    list.addSubnet(net, Number(bits), isIPv4(net) ? 'ipv4' : 'ipv6')
  }
  return list
}

/** The IPv4 address inside an IPv4-mapped, IPv4-compatible, NAT64 or 6to4 address, which is where packets end up. */
function embeddedIPv4(address: string): string | undefined {
  if (isIPv4(address)) return undefined
  const groups = expandIPv6(address)
  const start = groups.slice(0, 6).join(':')
  if (groups[0] === 0x2002) return dotted(groups[1], groups[2])
  if (start === '0:0:0:0:0:65535' || start === '100:65435:0:0:0:0') return dotted(groups[6], groups[7])
  // ::1 and :: have this form as well, and mean what they say.
  if (start === '0:0:0:0:0:0' && (groups[6] ?? 0) > 0) return dotted(groups[6], groups[7])
  return undefined
}

function dotted(high = 0, low = 0): string {
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`
}

function expandIPv6(address: string): readonly number[] {
  const plain = address
    .replace(/%.*$/, '')
    .replace(/[\d.]+$/, tail => (tail.includes('.') ? hexadecimal(tail) : tail))
  const [head = '', rest] = plain.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = rest === undefined || rest === '' ? [] : rest.split(':')
  const zeros = rest === undefined ? 0 : 8 - left.length - right.length
  return [...left, ...Array<string>(Math.max(0, zeros)).fill('0'), ...right].map(group =>
    Number.parseInt(group, 16),
  )
}

function hexadecimal(ipv4: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = ipv4.split('.').map(Number)
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
}
