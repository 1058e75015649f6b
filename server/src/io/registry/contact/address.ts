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
 * Classifies a host name as `URL.hostname` gives it, or an address as DNS gives it: with or without brackets, with a
 * zone, and in any spelling that a URL takes (2130706433, 0x7f.1, 0177.1 and 127.1 are 127.0.0.1).
 */
export function addressClass(hostname: string): AddressClass {
  const host = canonical(hostname)
  if (isIP(host) === 0) {
    if (host === 'localhost' || host.endsWith('.localhost')) return 'loopback'
    return METADATA_NAMES.includes(host) ? 'forbidden' : 'name'
  }
  return isIPv4(host) ? classOf(host) : classOfIPv6(host)
}

function canonical(hostname: string): string {
  const plain = hostname.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '')
  const written = isIP(plain) === 6 ? `[${plain}]` : hostname
  const host = URL.canParse(`http://${written}/`) ? new URL(`http://${written}/`).hostname : hostname
  return host.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
}

/** The class of a literal address that says itself where it leads. */
function classOf(address: string): AddressClass {
  if (isAmong(address, FORBIDDEN)) return 'forbidden'
  if (isAmong(address, LOOPBACK)) return 'loopback'
  return isAmong(address, PRIVATE) ? 'private' : 'public'
}

function classOfIPv6(address: string): AddressClass {
  const { is, inside } = embedded(expandIPv6(address))
  const classes = inside.map(classOf)
  if (is === 'mapped') return classes[0] ?? 'forbidden'
  if (classes.includes('forbidden') || classes.includes('loopback')) return 'forbidden'
  // Only a translator of one's own network leads to private addresses.
  if (classes.includes('private')) return is === 'local translation' ? 'private' : 'forbidden'
  return classOf(address)
}

/** Names under which Google, Amazon, Tencent and IBM serve machine credentials. */
const METADATA_NAMES = [
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data',
  'instance-data.ec2.internal',
  'metadata.tencentyun.com',
  'api.metadata.cloud.ibm.com',
]

const LOOPBACK: BlockList = blockList(['127.0.0.0/8', '::1/128'])

const PRIVATE: BlockList = blockList([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '198.18.0.0/15',
  'fc00::/7',
])

/**
 * Besides link-local: "this network", multicast, reserved, Teredo and the 6to4 relays, and where clouds answer their
 * machines: Alibaba (100.100.100.200), Azure (168.63.129.16), Amazon (fd00:ec2::/32), Google (fd20:ce::/32),
 * Oracle (fd00:c1::/32), Scaleway (fd00:42::/32).
 */
const FORBIDDEN: BlockList = blockList([
  '0.0.0.0/8',
  '169.254.0.0/16',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.0/24',
  '192.88.99.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '100::/64',
  '2001::/32',
  'fe80::/10',
  'fec0::/10',
  'fd00:ec2::/32',
  'fd20:ce::/32',
  'fd00:c1::/32',
  'fd00:42::/32',
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

interface Embedded {
  /** `mapped` is the IPv4 address itself; a translator or a tunnel leads there from elsewhere. */
  readonly is: 'mapped' | 'local translation' | 'tunnel'
  /** The IPv4 addresses that it may mean. */
  readonly inside: readonly string[]
}

/**
 * The IPv4 addresses inside an address of eight groups: mapped (RFC 4291), compatible, translated (RFC 2765), NAT64
 * (RFC 6052, and RFC 8215 for local use, where the length of the prefix is not to be seen), 6to4, ISATAP.
 */
function embedded(groups: readonly number[]): Embedded {
  const [a, b, c, , e = 0, f = 0, g = 0, h = 0] = groups
  const start = groups.slice(0, 6).join(':')
  const last = dotted(g, h)
  if (start === '0:0:0:0:0:65535') return { is: 'mapped', inside: [last] }
  if (a === 0x64 && b === 0xff9b && c === 1) return { is: 'local translation', inside: localUse(groups) }
  const isTranslated = start === '0:0:0:0:65535:0' || start === '100:65435:0:0:0:0'
  // ::1 and :: have the compatible form as well, and mean what they say.
  const isCompatible = start === '0:0:0:0:0:0' && g > 0
  const isIsatap = f === 0x5efe && (e & 0xfdff) === 0
  if (isTranslated || isCompatible || isIsatap) return { is: 'tunnel', inside: [last] }
  return { is: 'tunnel', inside: a === 0x2002 ? [dotted(b, c)] : [] }
}

/** After a prefix of 48, 56, 64 or 96 bits; what comes after the address is zero, and so is the octet at bit 64. */
function localUse([, , , d = 0, e = 0, f = 0, g = 0, h = 0]: readonly number[]): readonly string[] {
  const found = [
    e >> 8 === 0 && (f & 255) === 0 && g === 0 && h === 0 ? dotted(d, (e << 8) | (f >> 8)) : '',
    e >> 8 === 0 && g === 0 && h === 0 ? dotted(((d & 255) << 8) | (e & 255), f) : '',
    e >> 8 === 0 && (g & 255) === 0 && h === 0
      ? dotted(((e & 255) << 8) | (f >> 8), ((f & 255) << 8) | (g >> 8))
      : '',
    dotted(g, h),
  ].filter(address => address !== '' && address !== '0.0.0.0')
  return found.length === 0 ? ['0.0.0.0'] : found
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
