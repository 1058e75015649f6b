import type { ProjectProblem } from '../../../flux/project/project-settings.ts'
import { didYouMean } from '../../../text/did-you-mean.ts'
import { field } from '../../../text/node.ts'
import { type Check, type Finding, fix } from '../../check.ts'
import { visible } from '../../texts/words.ts'

const flux =
  'Flux does not read this file: it holds settings of Fluxmark for everybody who works in the repository.'

/** What is wrong with `fluxmark.yaml`. `codes` names every code there is, for those that `diagnostics` sets. */
export function projectFile(codes: () => readonly string[]): Check {
  return {
    codes: [
      {
        code: 'project-file-key',
        severity: 'error',
        flux: `${flux} A key that it does not know says nothing.`,
      },
      {
        code: 'project-file-value',
        severity: 'error',
        flux: `${flux} A value that is none counts as absent.`,
      },
      { code: 'project-file-twice', severity: 'error', flux: `${flux} Of two such files one is read.` },
    ],
    *findings({ file, snapshot: { project } }) {
      const problems = project.problems.filter(({ path }) => path === file.path)
      const unknown = project.path === file.path ? unknownCodes(file, codes()) : []
      for (const { code, span, message, nearest } of [...problems, ...unknown]) {
        const finding: Finding = { code, span, message: visible(message) }
        yield nearest === undefined
          ? finding
          : { ...finding, fixes: () => [fix(`Change to ${nearest}`, file, span, nearest)] }
      }
    },
  }
}

/** Severities of findings that there are not. */
function unknownCodes(
  { path, facts }: Parameters<Check['findings']>[0]['file'],
  codes: readonly string[],
): readonly ProjectProblem[] {
  const severities = field(facts.documents[0]?.root, 'diagnostics')
  return (severities?.kind === 'mapping' ? severities.entries : []).flatMap(({ key }) => {
    if (key.kind !== 'scalar' || codes.includes(key.text)) return []
    const [nearest] = didYouMean(key.text, codes)
    const hint = nearest === undefined ? 'docs/diagnostics.md lists the codes.' : `Did you mean ${nearest}?`
    const found = { code: 'project-file-key' as const, path, span: key.span }
    const message = `There is no finding with the code "${key.text}". ${hint}`
    return [{ ...found, message, ...(nearest === undefined ? {} : { nearest }) }]
  })
}
