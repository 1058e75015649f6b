import { type Config, lastValue } from './read-config.ts'

/**
 * The permissions that `core.sharedRepository` wants for a new file in the repository, or undefined where the
 * process's umask decides. `readOnly` files (objects) get no write bit.
 */
export function sharedMode(config: Config, readOnly = false): number | undefined {
  const mode = sharedBits(lastValue(config, 'core.sharedrepository') ?? 'umask')
  return mode === undefined || !readOnly ? mode : mode & ~0o222
}

function sharedBits(value: string): number | undefined {
  if (/^(?:umask|false|no|off|0)$/i.test(value)) return undefined
  if (/^(?:group|true|yes|on|1)$/i.test(value)) return 0o660
  if (/^(?:all|world|everybody|2)$/i.test(value)) return 0o664
  return /^0?[0-7]{3}$/.test(value) ? Number.parseInt(value, 8) : undefined
}
