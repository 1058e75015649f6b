import type { SourceFile } from '../workspace/source-file.ts'
import type { ProjectProblem, ProjectSettings } from './project-settings.ts'
import { readProject } from './read-project.ts'

/** The names of the project file, at the repository's root. There is to be one of them. */
export const projectFileNames: readonly string[] = ['fluxmark.yaml', '.fluxmark.yaml']

/** The project file as far as it can be read, and what is wrong with it. */
export interface Project {
  /** Undefined where there is no project file. */
  readonly path: string | undefined
  readonly settings: ProjectSettings
  readonly problems: readonly ProjectProblem[]
}

/**
 * The project file of a workspace. Where both names are taken the first counts, and the second is a problem. Never
 * throws: a wrong key or value is a problem and counts as absent.
 */
export function projectOf(files: ReadonlyMap<string, SourceFile>): Project {
  const [file, second] = projectFileNames.flatMap(name => files.get(name) ?? [])
  if (file === undefined) return { path: undefined, ...readProject('', undefined) }
  const { settings, problems } = readProject(file.path, file.facts.documents[0])
  const twice: readonly ProjectProblem[] =
    second === undefined
      ? []
      : [
          {
            code: 'project-file-twice',
            path: second.path,
            span: [0, second.text.split('\n', 1)[0]?.length ?? 0],
            message: `${second.path} is not read: ${file.path} is there too. Keep one of them.`,
          },
        ]
  return { path: file.path, settings, problems: [...problems, ...twice] }
}
