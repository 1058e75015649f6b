import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** A certificate with its key, both PEM. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

export interface CertificateOptions {
  /** DNS names and IPv4 addresses that it stands for; an authority has none. */
  readonly names?: readonly string[]
  /** Signed by itself where absent. */
  readonly issuer?: Certificate
  readonly isExpired?: boolean
}

/** Makes an X.509 certificate (P-256) for tests, without any program: just enough DER. */
export function makeCertificate({ names = [], issuer, isExpired = false }: CertificateOptions): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const subject = name(issuer ? (names[0] ?? 'leaf') : AUTHORITY)
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(8)])
  const usage = issuer ? san(names) : [extension('551d13', sequence(Buffer.from([1, 1, 0xff])))]
  const body = sequence(
    tlv(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    ECDSA_SHA256,
    name(AUTHORITY),
    sequence(utcTime('200101000000Z'), utcTime(isExpired ? '210101000000Z' : '491231235959Z')),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(...usage)),
  )
  const signer: KeyObject = issuer ? createPrivateKey(issuer.key) : privateKey
  const signature = tlv(3, Buffer.concat([Buffer.from([0]), sign('sha256', body, signer)]))
  const der = sequence(body, ECDSA_SHA256, signature)
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return { key, cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n` }
}

const AUTHORITY = 'Fluxmark test authority'

function tlv(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

function sequence(...items: readonly Buffer[]): Buffer {
  return tlv(0x30, Buffer.concat(items))
}

function integer(bytes: Buffer): Buffer {
  return tlv(2, bytes)
}

function utcTime(text: string): Buffer {
  return tlv(0x17, Buffer.from(text))
}

function objectId(hex: string): Buffer {
  return tlv(6, Buffer.from(hex, 'hex'))
}

function name(common: string): Buffer {
  return sequence(tlv(0x31, sequence(objectId('550403'), tlv(0x0c, Buffer.from(common)))))
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(objectId(id), tlv(4, value))
}

function san(names: readonly string[]): readonly Buffer[] {
  const entries = names.map(entry =>
    /^[\d.]+$/.test(entry)
      ? tlv(0x87, Buffer.from(entry.split('.').map(Number)))
      : tlv(0x82, Buffer.from(entry)),
  )
  return [extension('551d11', sequence(...entries))]
}

/** ecdsa-with-SHA256 */
const ECDSA_SHA256: Buffer = sequence(objectId('2a8648ce3d040302'))
