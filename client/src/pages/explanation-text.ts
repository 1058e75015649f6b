import type { ExplainAnswer } from '../../../server/src/lsp/protocol.ts'

/** The answer as a page of plain text, or undefined for anything that is none. */
export function explanationText(answer: unknown): string | undefined {
  if (!isAnswer(answer)) return undefined
  const { target, links, funnel = [] } = answer
  const width = Math.max(0, ...links.map(({ name }) => name.length))
  const chain = links.map(({ name, ok, detail, remedy, ...place }) => {
    const where = place.file === undefined ? '' : `  (${placeWords(place)})`
    const advice = remedy === undefined || ok === true ? '' : `. ${remedy}`
    return `${sign(ok)} ${name.padEnd(width)}  ${detail}${advice}${where}`
  })
  const tagWidth = Math.max(0, ...funnel.map(({ tag }) => tag.length))
  const tags = funnel.map(({ tag, stage, reason }) => `  ${tag.padEnd(tagWidth)}  ${stage}: ${reason}`)
  return [target, '', ...chain, ...(tags.length > 0 ? ['', 'Tags', ...tags] : []), ''].join('\n')
}

/** What in the page leads somewhere: the words at the end of a line, and the place that they name. */
export function explanationLinks(
  answer: unknown,
): readonly { readonly words: string; readonly uri: string; readonly line: number }[] {
  if (!isAnswer(answer)) return []
  return answer.links.flatMap(place =>
    place.uri === undefined
      ? []
      : [{ words: `(${placeWords(place)})`, uri: place.uri, line: place.line ?? 1 }],
  )
}

function placeWords({ file = '', line }: Pick<ExplainAnswer['links'][number], 'file' | 'line'>): string {
  return `${file}${line === undefined ? '' : `:${line}`}`
}

function sign(ok: boolean | null | undefined): string {
  if (ok === true) return '✓'
  return ok === false ? '✗' : '?'
}

function isAnswer(value: unknown): value is ExplainAnswer {
  return (
    typeof value === 'object' &&
    value !== null &&
    'target' in value &&
    typeof value.target === 'string' &&
    'links' in value &&
    Array.isArray(value.links)
  )
}
