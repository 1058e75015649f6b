import { type MissingFile, missingFiles } from '../../../flux/workspace/missing-files.ts'
import { folderOf } from '../../../kustomize/build/workspace-files.ts'
import { type Check, fix } from '../../check.ts'
import { nearPaths } from '../../fixes/near-paths.ts'
import { visible } from '../../texts/words.ts'
import { brokenBy } from './broken-kustomization.ts'

/** A file or a folder that a kustomization, or a Flux Kustomization, names and that is not there. */
export const kustomizationMissingFile: Check = {
  codes: [
    {
      code: 'kustomization-missing-file',
      severity: 'error',
      flux: 'One file that is missing fails the whole build: Flux goes on with what it applied last, and reports "kustomize build failed" on the Kustomization. A folder among `resources` or `components` needs a kustomization file of its own. Told is what is certainly not there: nothing outside the open folder, excluded, ignored by Git, behind a link, in a submodule or not checked out; and only where a Flux Kustomization of the workspace applies it or, as a warning, where the kustomization has image automation resources.',
    },
  ],
  *findings({ file, snapshot }) {
    for (const missing of missingFiles(snapshot, file.path)) {
      if (!missing.paths.every(path => snapshot.absent.has(path))) continue
      const { words, ...finding } = brokenBy(missing)
      const { span, paths } = nearPaths(snapshot, file, missing.problem.span, missing.paths[0])
      const hint = paths.length === 0 ? '' : ` Did you mean ${paths.map(visible).join(', ')}?`
      yield {
        span: missing.problem.span,
        message: `There is no ${subject(missing)}: ${words}.${hint}`,
        ...finding,
        fixes: () => paths.map(path => ({ ...fix(`Change to ${path}`, file, span, path), isGuess: true })),
      }
    }
  },
}

/** What is missing, and where: a file or folder, or in a folder that is there a kustomization file. */
function subject({ paths: [path, ...others] }: MissingFile): string {
  if (others.length === 0) return `${visible(path)} in this repository`
  return `kustomization.yaml in ${visible(folderOf(path)) || "the repository's root"}`
}
