import { type Change, markerState } from '../../flux/automation/changes.ts'
import { isImagePolicy } from '../../flux/resources/image-policy.ts'
import type { Snapshot } from '../../flux/workspace/snapshot.ts'
import type { Diagnostic, Severity } from '../../ide/answers.ts'
import { manualPage } from '../../ide/texts/manual-page.ts'
import { type LineAndColumn, places } from '../place.ts'
import type { Printed } from '../printed.ts'
import { fingerprints } from './fingerprints.ts'

/** What `check` found, as every format of a report takes it. */
export interface Report {
  readonly diagnostics: readonly Reported[]
  readonly summary: Summary
  /** The place of an offset in any file. */
  readonly place: (path: string, offset: number) => LineAndColumn
}

/** A diagnostic with everything that a report says of it. */
export interface Reported {
  readonly found: Diagnostic
  /** The end is exclusive. */
  readonly start: LineAndColumn
  readonly end: LineAndColumn
  /** Names this diagnostic from one run to the next: the same when lines above it move. 16 hexadecimal digits. */
  readonly fingerprint: string
  /** The address of the manual's entry. */
  readonly help: string
  /** Of what is outdated: what Flux would write. */
  readonly change?: Change
}

export interface Summary {
  readonly files: number
  readonly markers: number
  readonly policies: number
  readonly errors: number
  readonly warnings: number
  readonly outdated: number
}

/** What the output can show. */
export interface Look {
  readonly hasColour: boolean
  /** Where lines end; absent where they may be of any length. */
  readonly columns?: number
}

/** One value of `--format`. */
export interface ReportFormat {
  readonly name: string
  /** The whole report, ending in a line break. Colours only where `hasColour`. */
  readonly print: (report: Report, terminal: Look) => Printed
}

/** The report of what was found in files of a snapshot. */
export function reportOf(snapshot: Snapshot, files: readonly string[], found: readonly Diagnostic[]): Report {
  const fingerprint = fingerprints()
  const placesIn = new Map<string, ReturnType<typeof places>>()
  const place = (path: string, offset: number) => {
    const known = placesIn.get(path) ?? places(snapshot.files.get(path)?.text ?? '')
    placesIn.set(path, known)
    return known(offset)
  }
  const diagnostics = found.map(each => {
    const one = withPlaces(each, place)
    const change = one.code === 'outdated' ? changeAt(snapshot, one) : undefined
    return {
      found: one,
      start: place(one.path, one.span[0]),
      end: place(one.path, one.span[1]),
      fingerprint: fingerprint(one, snapshot.files.get(one.path)?.text ?? ''),
      help: manualPage(one.code),
      ...(change ? { change } : {}),
    }
  })
  return { diagnostics, summary: summaryOf(snapshot, files, found), place }
}

/** With the places of what is the same, the first of them in the message. */
function withPlaces(found: Diagnostic, place: Report['place']): Diagnostic {
  const { others = [] } = found
  if (others.length === 0) return found
  const shown = others.slice(0, 3).map(({ path, span }) => `${path}:${place(path, span[0]).line}`)
  const rest = others.length > shown.length ? ` and ${others.length - shown.length} more` : ''
  return {
    ...found,
    get fixes() {
      return found.fixes
    },
    message: `${found.message} Also at ${shown.join(', ')}${rest}.`,
  }
}

function changeAt(snapshot: Snapshot, { path, span }: Diagnostic): Change | undefined {
  const marker = snapshot.files.get(path)?.facts.markers.find(({ value }) => value.span[0] === span[0])
  const state = marker && markerState(snapshot, { path, marker })
  return state?.state === 'outdated' ? state.change : undefined
}

function summaryOf(snapshot: Snapshot, paths: readonly string[], found: readonly Diagnostic[]): Summary {
  const files = paths.flatMap(path => snapshot.files.get(path) ?? [])
  const count = (severity: Severity) => found.filter(one => one.severity === severity).length
  return {
    files: files.length,
    markers: files.reduce((sum, { facts }) => sum + facts.markers.length, 0),
    policies: files.reduce((sum, { facts }) => sum + facts.resources.filter(isImagePolicy).length, 0),
    errors: count('error'),
    warnings: count('warning'),
    outdated: found.filter(({ code }) => code === 'outdated').length,
  }
}
