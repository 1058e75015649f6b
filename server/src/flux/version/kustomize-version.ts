import type { KustomizeVersion } from '../../kustomize/build/workspace-files.ts'
import type { Rules, SourceFile } from '../workspace/source-file.ts'
import { isFluxAtLeast } from './flux-version.ts'

/**
 * The kustomize of a workspace's kustomize-controller: 5.8 came with Flux 2.8. By the user's choice, else by what the
 * files install, else by what the live clusters run that are shown; of several the oldest, which sees least in what is written for a newer one.
 */
export function kustomizeOf(
  files: Iterable<SourceFile>,
  { fluxVersion, installed = [] }: Rules,
): KustomizeVersion {
  const written =
    fluxVersion === 'auto' ? [...files].flatMap(({ facts }) => facts.fluxVersion ?? []) : [fluxVersion]
  const versions = written.length > 0 ? written : installed.flatMap(({ flux }) => flux ?? [])
  return versions.every(version => isFluxAtLeast(version, '2.8')) ? '5.8' : '5.5'
}
