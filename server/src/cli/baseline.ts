import type { KnownFinding } from './known-findings.ts'
import { asItIs, type Printed } from './printed.ts'
import { UsageError } from './usage-error.ts'
import type { World } from './world.ts'

/** Reads a baseline (absolute path). Throws a `UsageError` where there is none, or it is something else. */
export async function readBaseline(
  path: string,
  world: Pick<World, 'readText'>,
): Promise<readonly KnownFinding[]> {
  const text = await world.readText(path)
  if (text === undefined)
    throw new UsageError(`${path}: there is no such file; write it with --write-baseline ${path}`)
  const { version, findings } = parsed(text)
  if (version !== 1 || !Array.isArray(findings) || !findings.every(isKnown))
    throw new UsageError(
      `${path} is no baseline of this Fluxmark; write it anew with --write-baseline ${path}`,
    )
  return findings
}

/** A baseline as a file: a line a finding, in an order that merges well. */
export function baselineText(found: readonly KnownFinding[]): Printed {
  const lines = found
    .map(({ file, code, content, line }) => JSON.stringify({ file, code, content, line }))
    .toSorted()
  return asItIs(`{"version": 1, "findings": [\n${lines.map(line => `  ${line}`).join(',\n')}\n]}\n`)
}

function parsed(text: string): { readonly version?: unknown; readonly findings?: unknown } {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}

function isKnown(value: unknown): value is KnownFinding {
  return ['file', 'code', 'content', 'line'].every(key => typeof Reflect.get(Object(value), key) === 'string')
}
