import type { ExplainAnswer } from '../../../server/src/lsp/protocol.ts'

/** The answer as a page of plain text, or undefined for anything that is none. */
export function explanationText(answer: unknown): string | undefined {
  if (!isAnswer(answer)) return undefined
  const { target, links, funnel = [] } = answer
  const width = Math.max(0, ...links.map(({ name }) => name.length))
  const chain = links.map(({ name, ok, detail, file, line }) => {
    const where = file === undefined ? '' : `  (${file}${line === undefined ? '' : `:${line}`})`
    return `${sign(ok)} ${name.padEnd(width)}  ${detail}${where}`
  })
  const tagWidth = Math.max(0, ...funnel.map(({ tag }) => tag.length))
  const tags = funnel.map(({ tag, stage, reason }) => `  ${tag.padEnd(tagWidth)}  ${stage}: ${reason}`)
  return [target, '', ...chain, ...(tags.length > 0 ? ['', 'Tags', ...tags] : []), ''].join('\n')
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
