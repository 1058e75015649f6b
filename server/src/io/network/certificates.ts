import * as tls from 'node:tls'
import { failure } from '../../flux/failure.ts'
import { readRegularText } from '../files/regular-file.ts'
import type { Environment } from './proxy.ts'

/** Which authorities a TLS connection trusts. */
export interface TrustSettings {
  /** `http.systemCertificates`: the operating system's certificates count too; true where absent. */
  readonly system?: boolean
  /** A CA file of the user's own for one host; it is added, never a replacement. */
  readonly caFile?: string
}

/**
 * The certificates to trust: those built into Node, the system's, NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, the host's own.
 * (Giving TLS a list replaces its defaults, so that everything must be in it.) Rejects with E_TLS_CA where the
 * file that the user named cannot be read.
 */
export async function trustedCertificates(
  settings: TrustSettings,
  env: Environment,
): Promise<readonly string[]> {
  const system = settings.system === false ? [] : await systemCertificates(env)
  const extra = await readIfPresent(env.NODE_EXTRA_CA_CERTS)
  return [
    ...new Set([...tls.rootCertificates, ...system, ...extra, ...(await ownCertificates(settings.caFile))]),
  ]
}

async function systemCertificates(env: Environment): Promise<readonly string[]> {
  // Node 22.15 and later can ask the operating system; types follow Node 20.
  const ask: unknown = Reflect.get(tls, 'getCACertificates')
  if (typeof ask === 'function') return ask('system')
  for (const file of [env.SSL_CERT_FILE, ...BUNDLES]) {
    const found = await readIfPresent(file)
    if (found.length > 0) return found
  }
  return []
}

/** Where Linux distributions and BSDs keep the certificates of the system (the list of Go's crypto/x509). */
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

async function ownCertificates(file: string | undefined): Promise<readonly string[]> {
  if (file === undefined) return []
  const found = await readIfPresent(file)
  if (found.length === 0)
    throw failure('E_TLS_CA', `The CA file ${file} cannot be read or holds no certificate.`)
  return found
}

async function readIfPresent(file: string | undefined): Promise<readonly string[]> {
  if (!file) return []
  const text = textOf(file)
  return (
    text.match(/-----BEGIN (?:TRUSTED )?CERTIFICATE-----[^-]+-----END (?:TRUSTED )?CERTIFICATE-----/g) ?? []
  )
}

function textOf(file: string): string {
  try {
    return readRegularText(file, 16 << 20)
  } catch {
    return ''
  }
}
