import { type MissingFile, missingFiles } from '../../flux/missing-files.ts'
import type { Snapshot } from '../../flux/snapshot.ts'
import type { SourceFile } from '../../flux/source-file.ts'
import { folderOf, nameOf } from '../../kustomize/workspace-files.ts'
import type { Fix } from '../answers.ts'
import { type Check, fix } from '../check.ts'
import { didYouMean } from '../did-you-mean.ts'
import { visible } from '../words.ts'
import { brokenBy } from './broken-kustomization.ts'

const rest = `#- clusters/prod/apps.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 10m
  path: ./images
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
#- images/web-repository.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImageRepository
metadata: {name: web}
spec: {image: ghcr.io/acme/web, interval: 5m}
#- images/web-policy.yaml
apiVersion: image.toolkit.fluxcd.io/v1
kind: ImagePolicy
metadata: {name: web}
spec: {imageRepositoryRef: {name: web}, policy: {semver: {range: 1.x}}}
#- images/kustomization.yaml
namespace: flux-system
resources:
- web-repository.yaml
`

/** A file or a folder that a kustomization, or a Flux Kustomization, names and that is not there. */
export const kustomizationMissingFile: Check = {
  code: 'kustomization-missing-file',
  severity: 'error',
  flux: 'One file that is missing fails the whole build: Flux goes on with what it applied last, and reports "kustomize build failed" on the Kustomization. A folder among `resources` or `components` needs a kustomization file of its own. Told is what is certainly not there: nothing outside the open folder, excluded, ignored by Git, behind a link, in a submodule or not checked out; and only where a Flux Kustomization of the workspace applies it or, as a warning, where the kustomization has image automation resources.',
  example: {
    bad: `${rest}- web-polcy.yaml
# ^^^^^^^^^^^^^^ kustomization-missing-file: There is no images/web-polcy.yaml in this repository: Flux cannot build Kustomization flux-system/apps, and applies nothing of it. Did you mean web-policy.yaml?`,
    good: `${rest}- web-policy.yaml`,
  },
  *findings(file, snapshot) {
    for (const missing of missingFiles(snapshot, file.path)) {
      if (!missing.paths.every(path => snapshot.absent.has(path))) continue
      const { words, ...finding } = brokenBy(missing)
      const near = missing.paths.length === 1 ? nearPaths(file, snapshot, missing) : []
      const hint =
        near.length === 0 ? '' : ` Did you mean ${near.map(({ name }) => visible(name)).join(', ')}?`
      yield {
        span: missing.problem.span,
        message: `There is no ${subject(missing)}: ${words}.${hint}`,
        ...finding,
        fixes: near.map(({ fix }) => fix),
      }
    }
  },
}

/** What is missing, and where: a file or folder, or in a folder that is there a kustomization file. */
function subject({ paths: [path, ...others] }: MissingFile): string {
  if (others.length === 0) return `${visible(path)} in this repository`
  return `kustomization.yaml in ${visible(folderOf(path)) || "the repository's root"}`
}

interface Near {
  readonly name: string
  readonly fix: Fix
}

/** What stands where the first missing part of the path should be, and is called almost like it. */
function nearPaths(
  file: SourceFile,
  snapshot: Snapshot,
  { paths: [path], problem }: MissingFile,
): readonly Near[] {
  const parts = path.split('/')
  const first = parts.findIndex((_, index) => !isThere(snapshot, parts.slice(0, index + 1).join('/')))
  const wrong = parts[first]
  if (wrong === undefined) return []
  const folder = parts.slice(0, first).join('/')
  const behind = parts.slice(first + 1)
  const span = partSpan(file, problem.span, behind.length, wrong)
  if (span === undefined) return []
  const inFolder = (name: string) => [...parts.slice(0, first), name, ...behind].join('/')
  return didYouMean(wrong, snapshot.folders.get(folder) ?? [])
    .filter(name => isThere(snapshot, inFolder(name)) && !isUsed(snapshot, file, inFolder(name)))
    .map(name => ({
      name: [name, ...behind].join('/'),
      fix: { ...fix(`Change to ${name}`, file, span, name), isGuess: true },
    }))
}

/** Whether the kustomization names this already: then it is not what was meant. */
function isUsed({ effective }: Snapshot, { path: file }: SourceFile, path: string): boolean {
  const target = effective.roots.get(folderOf(file))?.target
  return (
    target?.folders.has(path) || target?.facts.some(fact => 'read' in fact && fact.read === path) === true
  )
}

/** Where a part of a path stands in its text, counted from the end; undefined where it is written in another way. */
function partSpan(
  { text }: SourceFile,
  [start, end]: readonly [number, number],
  fromEnd: number,
  part: string,
): readonly [number, number] | undefined {
  const written = text.slice(start, end).replace(/["']?\/*["']?$/, '')
  const parts = written.split('/')
  const index = parts.length - 1 - fromEnd
  if (parts[index]?.replace(/^["']/, '') !== part) return undefined
  const before = parts.slice(0, index + 1).join('/')
  return [start + before.length - part.length, start + before.length]
}

function isThere({ folders }: Snapshot, path: string): boolean {
  return folders.has(path) || folders.get(folderOf(path))?.includes(nameOf(path)) === true
}
