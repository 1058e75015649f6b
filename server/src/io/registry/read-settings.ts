import type { CloudTool } from '../credentials/cloud-tools.ts'
import { DEFAULT_LIMITS, type HostSettings, type Limits, type RegistriesSettings } from './settings.ts'

/**
 * Reads `fluxmark.registries` as a user wrote it: what is of the wrong kind is left out, hosts are brought into the
 * form of `URL.host` (`https://GHCR.io/` is `ghcr.io`).
 */
export function readSettings(raw: unknown): RegistriesSettings {
  const hosts = Object.entries(objectIn(raw)).flatMap(([key, value]) => {
    const url = `https://${key.replace(/^[a-z]+:\/\//i, '')}`
    return URL.canParse(url) ? [[new URL(url).host, readHost(objectIn(value))] as const] : []
  })
  return Object.fromEntries(hosts)
}

function readHost(value: Readonly<Record<string, unknown>>): HostSettings {
  const { insecure, ca, mirror, tokenServer, login } = value
  const limits = readLimits(objectIn(value.limits))
  return {
    ...(typeof insecure === 'boolean' && { insecure }),
    ...(isText(ca) && { ca }),
    ...(isText(mirror) && { mirror }),
    ...(isText(tokenServer) && { tokenServer: tokenServer.toLowerCase().replace(/^https:\/\/|\/.*$/g, '') }),
    ...(isTool(login) && { login }),
    ...(Object.keys(limits).length > 0 && { limits }),
  }
}

/** A bound is a positive number; how many requests run at a time can only be lowered. */
function readLimits(value: Readonly<Record<string, unknown>>): Partial<Limits> {
  const entries = Object.keys(DEFAULT_LIMITS).flatMap(key => {
    const limit = value[key]
    if (typeof limit !== 'number' || !(limit >= 1)) return []
    return [[key, key === 'parallel' ? Math.min(Math.floor(limit), DEFAULT_LIMITS.parallel) : limit] as const]
  })
  return Object.fromEntries(entries)
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isTool(value: unknown): value is CloudTool {
  return value === 'aws' || value === 'az' || value === 'gcloud' || value === 'gh'
}
