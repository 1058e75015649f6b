import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A node of mdast, as far as it is read. */
interface Node {
  readonly type: string
  readonly depth?: number
  readonly url?: string
  readonly value?: string
  readonly children?: readonly Node[]
}

interface Transforms {
  readonly transforms?: unknown
}

const tools = join(import.meta.dirname, '../../../test/reports/node_modules')

/** Whether the parser is installed: `npm ci --prefix test/reports`. */
export const canParse: boolean = existsSync(join(tools, 'mdast-util-from-markdown'))

const parse = canParse ? await parser() : undefined

/** CommonMark with GitHub's extensions, by the parser that remark is made of. */
async function parser(): Promise<(markdown: string) => Node> {
  const load = (name: string) => import(pathToFileURL(join(tools, name, 'index.js')).href)
  const [{ fromMarkdown }, { gfmFromMarkdown }, { gfm }] = await Promise.all(
    ['mdast-util-from-markdown', 'mdast-util-gfm', 'micromark-extension-gfm'].map(load),
  )
  // Addresses are found by the syntax. Its tree would look for them once more, where a backslash is no longer seen.
  const mdastExtensions = gfmFromMarkdown().map(
    ({ transforms: _, ...extension }: object & Transforms) => extension,
  )
  return markdown => fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions })
}

/** A text as its reader's program has it. Throws where the parser is not installed. */
function treeOf(markdown: string): Node {
  if (parse === undefined) throw new Error('needs `npm ci --prefix test/reports`')
  return parse(markdown)
}

/** What a reader would click on, load or run that is none of ours: links by their address, images, HTML, footnotes. */
export function foreignMarkup(markdown: string, isOurs: (url: string) => boolean): readonly string[] {
  return nodesIn(treeOf(markdown)).flatMap(({ type, url = '', value = '' }) =>
    (type === 'link' && isOurs(url)) || !active.has(type) ? [] : [`${type}: ${url}${value}`],
  )
}

const active: ReadonlySet<string> = new Set([
  'link',
  'linkReference',
  'image',
  'imageReference',
  'definition',
  'html',
  'footnoteReference',
  'footnoteDefinition',
])

/** A table below a heading, its cells as a reader sees them. */
export interface Section {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** The parts of a text that is a title, a paragraph, and sections of a heading and a table; undefined for any other. */
export function sectionsOf(markdown: string): readonly Section[] | undefined {
  const [title, summary, ...rest] = treeOf(markdown).children ?? []
  if (title?.type !== 'heading' || title.depth !== 2 || summary?.type !== 'paragraph') return undefined
  const sections: Section[] = []
  for (let at = 0; at < rest.length; at += 2) {
    const [heading, table] = rest.slice(at, at + 2)
    if (heading?.type !== 'heading' || heading.depth !== 3 || table?.type !== 'table') return undefined
    const [columns = [], ...rows] = (table.children ?? []).map(row => (row.children ?? []).map(wordsOf))
    sections.push({ title: wordsOf(heading), columns, rows })
  }
  return sections
}

function wordsOf({ value = '', children = [] }: Node): string {
  return value + children.map(wordsOf).join('')
}

function nodesIn(node: Node): readonly Node[] {
  return [node, ...(node.children ?? []).flatMap(nodesIn)]
}
