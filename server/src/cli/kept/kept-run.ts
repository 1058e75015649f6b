import { asItIs, type Printed } from '../printed.ts'
import type { Asked } from './questions.ts'

/** What a run said, in its order: on standard output or standard error, or into a file (absolute path). */
export type Said = readonly ['out' | 'err', text: Printed] | readonly ['file', text: string, path: string]

/** A run as it is kept. */
export interface KeptRun {
  readonly asked: readonly Asked[]
  readonly said: readonly Said[]
  /** The exit code. */
  readonly code: number
}

const VERSION = 1

/** Characters; what is longer is not kept. */
const LONGEST = 8 << 20

/** As bytes, which say which program made the run (`program`) and of which command line (`name`); undefined where it is too long. */
export function writeKeptRun(run: KeptRun, name: string, program: string): Uint8Array | undefined {
  const text = JSON.stringify({ version: VERSION, name, program, ...run })
  return text.length > LONGEST ? undefined : Buffer.from(text)
}

/** Reads what `writeKeptRun` wrote for this very command line and program; anything else is undefined. */
export function readKeptRun(bytes: Uint8Array, name: string, program: string): KeptRun | undefined {
  try {
    const kept = JSON.parse(Buffer.from(bytes).toString())
    if (kept.version !== VERSION || kept.name !== name || kept.program !== program) return undefined
    const { asked, said, code } = kept
    const isSound = isList(asked) && asked.every(isAsked) && isList(said) && said.every(isSaid)
    return isSound && (code === 0 || code === 1) ? { asked, said: said.map(asSaid), code } : undefined
  } catch {
    return undefined
  }
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

function isAsked(value: unknown): value is Asked {
  if (!isList(value) || !isList(value[0]) || typeof value[1] !== 'string') return false
  const [kind, what] = value[0]
  if (kind === 'files') return isList(what) && what.every(token => typeof token === 'string')
  if (kind === 'open' || kind === 'tags' || kind === 'digest')
    return typeof what === 'object' && what !== null
  return typeof what === 'string'
}

function isSaid(value: unknown): value is readonly [string, string, string?] {
  if (!isList(value) || typeof value[1] !== 'string') return false
  return value[0] === 'out' || value[0] === 'err' || (value[0] === 'file' && typeof value[2] === 'string')
}

function asSaid([to, text, path = '']: readonly [string, string, string?]): Said {
  if (to === 'file') return ['file', text, path]
  return [to === 'out' ? 'out' : 'err', asItIs(text)]
}
