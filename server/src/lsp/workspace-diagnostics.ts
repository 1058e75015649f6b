import type { Diagnostic } from 'vscode-languageserver'
import { diagnoser } from '../ide/diagnostics.ts'
import { linesOf, toDiagnostic } from './convert.ts'
import type { OpenFolder } from './folders.ts'
import { textOf } from './guard.ts'
import type { Settings } from './settings.ts'

/** What is wrong in files that are not open: found in idle time, a little at a time. */
export interface WorkspaceDiagnostics {
  /** Something changed: everything is looked at anew once nothing has for a while. */
  changed(): void
  /** A document is opened or closed: what was found in its file counts no more. */
  forget(uri: string): void
}

interface Host {
  readonly folders: () => readonly OpenFolder[]
  /** Whether a file is this folder's to report, and no document is open for it. */
  readonly isOwn: (folder: OpenFolder, uri: string) => boolean
  readonly settings: () => Settings
  /** The findings of a file have changed; none takes back what was found. */
  readonly show: (uri: string, found: readonly Diagnostic[]) => void
  readonly log: (message: string) => void
}

/** Ms without a change before files are looked at, where what clusters receive or registries say has changed. */
const idle = 1000
/**
 * Ms after the first change in which they are looked at whatever goes on. Changes of texts alone always wait that long:
 * what other files have to do with them is seldom something.
 */
const longest = 3000
/** Ms of looking, and of letting others have their turn. */
const slice = 12
const rest = 25

/**
 * `outdated` is left out: a file that is not open is no place of work, and the Updates view shows what is outdated.
 */
export function createWorkspaceDiagnostics(host: Host): WorkspaceDiagnostics {
  /** What is shown, as JSON, by URI; only files with findings. */
  const shown = new Map<string, string>()
  let facts: readonly unknown[] = []
  /** Until a look begins, and between the slices of the one that goes on. */
  let waiting: NodeJS.Timeout | undefined
  let looking: NodeJS.Timeout | undefined
  /** When the first change happened that no look has begun for. */
  let since: number | undefined
  let pause = longest

  function show(uri: string, found: readonly Diagnostic[]): void {
    const text = JSON.stringify(found)
    if ((shown.get(uri) ?? '[]') === text) return
    if (found.length === 0) shown.delete(uri)
    else shown.set(uri, text)
    host.show(uri, found)
  }

  /** Goes on with the files that are left, until the slice is over. */
  function work(left: Iterator<() => void>): void {
    looking = undefined
    const start = performance.now()
    try {
      while (performance.now() - start < slice) {
        const { done, value } = left.next()
        if (done) return
        value()
      }
    } catch (error) {
      host.log(`checking files that are not open: ${textOf(error)}`)
      return
    }
    looking = setTimeout(() => work(left), rest)
    looking.unref()
  }

  function wait(ms: number): void {
    clearTimeout(waiting)
    waiting = setTimeout(begin, ms)
    waiting.unref()
  }

  /** One look at a time: what goes on ends first, or who goes on typing would never see the last files. */
  function begin(): void {
    since = undefined
    if (looking) wait(longest)
    else work(files())
  }

  function* files(): Generator<() => void> {
    const known = new Set<string>()
    const { diagnosticMode, diagnostics: overrides } = host.settings()
    for (const folder of diagnosticMode === 'workspace' ? host.folders() : []) {
      const { snapshot } = folder.session
      const lines = linesOf(snapshot)
      const diagnose = diagnoser(snapshot, overrides)
      for (const [path, file] of snapshot.files) {
        const uri = folder.paths.toUri(path)
        if (!host.isOwn(folder, uri)) continue
        known.add(uri)
        yield () => {
          // A file that has changed since this look began is one for the next.
          if (folder.session.snapshot.files.get(path) !== file) return
          const found = diagnose(path).filter(({ code }) => code !== 'outdated')
          show(
            uri,
            found.map(one => toDiagnostic(lines, folder.paths, one, -1)),
          )
        }
      }
    }
    for (const uri of [...shown.keys()]) if (!known.has(uri)) yield () => show(uri, [])
  }

  return {
    changed() {
      const now = [
        host.settings(),
        ...host
          .folders()
          .flatMap(({ session: { snapshot } }) => [snapshot.index, snapshot.scans, snapshot.selections]),
      ]
      const isSame = now.length === facts.length && now.every((fact, at) => fact === facts[at])
      facts = now
      if (!isSame) {
        // What a look finds by other facts is of no use.
        clearTimeout(looking)
        looking = undefined
        pause = idle
      } else if (since === undefined) pause = longest
      since ??= performance.now()
      wait(Math.max(0, Math.min(pause, since + longest - performance.now())))
    },
    forget(uri) {
      shown.delete(uri)
    },
  }
}
