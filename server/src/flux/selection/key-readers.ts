import { parseFloat64 } from '../../go/float.ts'
import type { GoError } from '../../go/go-error.ts'
import { parseVersion, type Version } from '../../go/semver/version.ts'

/** How a policy reads the keys that it compares. `at` is where a key stands among those that were given, if it does. */
export interface KeyReaders {
  version(key: string, at?: number): Version | GoError
  number(key: string, at?: number): number | GoError
}

/** Reads a key each time that it is asked for. */
export const keyReaders: KeyReaders = { version: parseVersion, number: parseFloat64 }
