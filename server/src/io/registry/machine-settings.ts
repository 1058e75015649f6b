import { join } from 'node:path'
import { failure, type ThrownFailure } from '../../flux/failure.ts'
import { readRegularText } from '../files/regular-file.ts'
import { configFolder } from '../files/user-folders.ts'
import type { Environment } from '../network/proxy.ts'

/**
 * `registries.json` in the user's own configuration folder: the same object as the setting `fluxmark.registries`,
 * for the command line and for editors without settings of this kind. Empty where there is none; E_SETTINGS where it
 * cannot be read, since silence would undo what the user has set.
 */
export function readMachineSettings(
  env: Environment,
  home: string,
): Readonly<Record<string, unknown>> | ThrownFailure {
  const path = join(configFolder(env, home), 'fluxmark', 'registries.json')
  try {
    const json: unknown = JSON.parse(readRegularText(path, 4 << 20))
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return { ...json }
    return failure('E_SETTINGS', `${path} holds no JSON object.`)
  } catch (error) {
    if (Reflect.get(Object(error), 'code') === 'ENOENT') return {}
    return failure('E_SETTINGS', `${path} cannot be read as JSON.`)
  }
}
