import type { YamlDocument } from '../../text/node.ts'
import type { Origin } from '../values/transformation.ts'
import type { Value } from '../values/value.ts'
import type { BuildProblem, Unknown } from './problem.ts'
import { isWithin, joinPath, type WorkspaceFiles } from './workspace-files.ts'

/** Where what is found out about a kustomization is reported. */
export interface Findings {
  problem(problem: BuildProblem): void
  unknown(unknown: Unknown): void
  /** A file that exists, but whose text is not loaded. */
  lack(path: string): void
}

export interface LoadedFile {
  readonly path: string
  readonly documents: readonly YamlDocument[]
}

/** Why there is no file: `absent` is wrong; `unknown` is elsewhere, or there, but not loaded. */
export type NotLoaded = 'absent' | 'unknown'

/** The documents of the file that a kustomization in `folder` names. Why there are none is reported to `findings`. */
export function loadFile(
  name: string,
  at: Value,
  folder: string,
  files: WorkspaceFiles,
  findings: Findings,
): LoadedFile | NotLoaded {
  const path = pathOf(name, at, folder, findings)
  if (path === undefined) return 'unknown'
  const documents = files.read(path)
  if (documents === undefined) return whyNot(path, at, files, findings)
  tellOutside(path, folder, at, findings)
  return { path, documents }
}

/** The same for a file's text, whatever is in it. */
export function loadText(
  name: string,
  at: Value,
  folder: string,
  files: WorkspaceFiles,
  findings: Findings,
): { readonly text: string } | NotLoaded {
  const path = pathOf(name, at, folder, findings)
  if (path === undefined) return 'unknown'
  const text = files.text(path)
  if (text === undefined) return whyNot(path, at, files, findings)
  tellOutside(path, folder, at, findings)
  return { text }
}

function pathOf(name: string, at: Value, folder: string, findings: Findings): string | undefined {
  const path = isRemote(name) || name.startsWith('/') ? undefined : joinPath(folder, name)
  if (path === undefined) {
    const message = isRemote(name)
      ? `${name} is not in this repository`
      : `${name} lies outside the workspace`
    findings.unknown({ ...placeOf(at), code: 'remote-base', message })
  }
  return path
}

function whyNot(path: string, at: Value, files: WorkspaceFiles, findings: Findings): NotLoaded {
  if (files.has(path) && !files.isFolder(path)) {
    findings.lack(path)
    return 'unknown'
  }
  const message = `${path} does not exist`
  findings.problem({ ...placeOf(at), code: 'kustomization-missing-file', message, missing: [path] })
  return 'absent'
}

function tellOutside(path: string, folder: string, at: Value, findings: Findings): void {
  if (isWithin(path, folder)) return
  const message = `${path} lies outside ${folder}: Flux loads it, \`kustomize build\` only with LoadRestrictionsNone`
  findings.problem({ ...placeOf(at), code: 'kustomization-outside-root', message })
}

export function placeOf({ source, span }: Value): Origin {
  return { file: source.file, span }
}

/** Whether an entry names something on another machine: a URL, or a Git repository in one of the ways Git knows. */
export function isRemote(text: string): boolean {
  return /^(?:[a-z][a-z0-9+.-]*:\/\/|git::|gh:|[a-z][a-z0-9-]*@|github\.com[:/])/i.test(text)
}
