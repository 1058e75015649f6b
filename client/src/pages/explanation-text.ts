/** What `fluxmark.explain` answers: the chain from a marker to its commit, and for a policy what became of each tag. */
export interface ExplanationAnswer {
  readonly target: string
  /** `ok` is absent or null where the files cannot tell. */
  readonly links: readonly {
    readonly name: string
    readonly ok?: boolean | null
    readonly detail: string
    readonly file?: string
    readonly line?: number
  }[]
  readonly funnel?: readonly { readonly tag: string; readonly stage: string; readonly reason: string }[]
}

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

function isAnswer(value: unknown): value is ExplanationAnswer {
  return (
    typeof value === 'object' &&
    value !== null &&
    'target' in value &&
    typeof value.target === 'string' &&
    'links' in value &&
    Array.isArray(value.links)
  )
}
