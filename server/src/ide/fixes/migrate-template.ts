import type { TextEdit } from '../../flux/automation/edit-value.ts'
import { applyEdits } from '../../flux/automation/edit-value.ts'
import { renderMessage } from '../../flux/commit/message.ts'
import { sampleMessage } from '../../flux/commit/sample-message.ts'
import { isGoError } from '../../go/go-error.ts'
import { templateFacts } from '../../go/template-facts.ts'

/** The edits that rewrite a template, or as a clause what keeps it from being rewritten. */
export type Migration = { readonly edits: readonly TextEdit[] } | { readonly why: string }

/** What an action between `{{` and `}}` is, without trims and spaces, where its words begin, and where it ends. */
interface Action {
  readonly words: string
  readonly start: number
  readonly end: number
}

/** A block that an action opens and `end` closes. */
interface Block {
  readonly kind: string
  /** Inside, the dot or this variable is an image of `.Updated.Images`. */
  readonly image?: { readonly variable: string | undefined }
  /** Inside, this variable is what `.Updated.Files` had of a file. */
  readonly file?: string
}

/**
 * The edits that make of `.Updated` and `.Changed.ImageResult` the `.Changed` of Flux 2.7 (docs/flux.md §5.6):
 * files, objects and images where they are only printed. Why not, where it takes a person: a part of an image, a use
 * that cannot be followed, a result that does not render.
 */
export function migratedTemplate(template: string): Migration {
  const edits: TextEdit[] = []
  const blocks: Block[] = []
  const replaceAt = (start: number, length: number, newText: string) =>
    edits.push({ span: [start, start + length], newText })
  const actions = actionsIn(template)
  let taken = 0
  for (const [index, { words, start }] of actions.entries()) {
    if (start < taken) continue
    if (words === 'end') {
      blocks.pop()
      continue
    }
    const keyword = /^(?:range|if|with|define|block)\b/.exec(words)?.[0]
    for (const found of words.matchAll(/\.(?:Updated|Changed\.ImageResult)\b(?:\.(\w+))?/g)) {
      const wanted = names[found[1] ?? '']
      if (wanted === undefined)
        return { why: `nothing in .Changed is what ${found[1] ? found[0] : `the whole of ${found[0]}`} was` }
      replaceAt(start + found.index, found[0].length, `.Changed.${wanted}`)
    }
    const images = blocks.findLast(({ kind }) => kind === 'range' || kind === 'with')
    const variable = blocks.findLast(({ image }) => image?.variable !== undefined)?.image?.variable
    for (const image of [images?.image ? '.' : [], variable ?? []].flat()) {
      const prefix = image === '.' ? '' : image
      const end = wholeImage(template, actions.slice(index), prefix)
      if (end !== undefined) {
        const space = template[start - 1] === ' ' ? ' ' : ''
        replaceAt(start, end - start, `${prefix}.OldValue${space}}} -> {{${space}${prefix}.NewValue`)
        taken = end
        continue
      }
      const uses = imageUses(words, image)
      // Only where it is printed: what else can be asked of an image has no successor.
      if ('part' in uses)
        return {
          why: `.Changed.Changes has the old and the new value as they are written, and no ${uses.part}`,
        }
      if (uses.length > 0 && keyword !== undefined)
        return { why: `.Changed.Changes has texts, and "${keyword}" asks for more of an image` }
      for (const at of uses) {
        const isPrinted = words === `println ${image}`
        const both = `${prefix}.OldValue ${isPrinted ? '"->"' : '" -> "'} ${prefix}.NewValue`
        replaceAt(start + at, image.length, isPrinted ? both : `(print ${both})`)
      }
    }
    const file = blocks.findLast(one => one.file !== undefined)?.file
    if (file !== undefined) {
      for (const found of words.matchAll(/(\$\w+)\.Objects\b/g))
        if (found[1] === file) replaceAt(start + found.index + file.length, '.Objects'.length, '')
    }
    if (keyword !== undefined) blocks.push(opened(keyword, words))
  }
  const result = applyEdits(template, edits)
  const facts = templateFacts(result)
  if (facts.error) return { why: `the template does not parse: ${facts.error.message}` }
  if (/\.Updated\b|\.ImageResult\b/.test(result)) return { why: 'what it prints cannot be followed' }
  const message = renderMessage(result, sampleMessage())
  return isGoError(message) ? { why: `rewritten, it does not render: ${message.err}` } : { edits }
}

const names: Readonly<Record<string, string>> = {
  Files: 'FileChanges',
  Objects: 'Objects',
  Images: 'Changes',
}

function opened(kind: string, words: string): Block {
  const source = /\.(?:Updated|Changed\.ImageResult)\.(\w+)\s*$/.exec(words)?.[1]
  const variable = /(\$\w+)\s*:?=/.exec(words)?.[1]
  if (kind === 'range' && source === 'Images') return { kind, image: { variable } }
  if (kind === 'range' && source === 'Files' && variable !== undefined) return { kind, file: variable }
  return { kind }
}

/**
 * Where the words end that print an image as a whole, from the first of these actions on: `{{.}}`, `{{.Name}}`,
 * `{{.Repository}}:{{.Identifier}}`, with `{{.Registry}}/` in front or not.
 */
function wholeImage(template: string, actions: readonly Action[], prefix: string): number | undefined {
  const parts = [['Registry', '/'], ['Repository', ':'], ['Identifier']] as const
  const [first] = actions
  if (first === undefined) return undefined
  const isWhole = [prefix === '' ? '.' : prefix, `${prefix}.Name`, `${prefix}.String`].includes(first.words)
  if (isWhole) return first.start + first.words.length
  const from = parts.findIndex(([name]) => first.words === `${prefix}.${name}`)
  if (from === -1 || from === 2) return undefined
  for (const [i, [name, between]] of parts.slice(from).entries()) {
    const action = actions[i]
    if (action?.words !== `${prefix}.${name}`) return undefined
    if (between === undefined) return action.start + action.words.length
    const next = template.slice(action.end, actions[i + 1]?.start)
    if (!new RegExp(`^\\${between}\\{\\{ *$`).test(next)) return undefined
  }
  return undefined
}

/** Where an action names an image as a whole; the part of one, where it asks for that. */
function imageUses(words: string, image: string): readonly number[] | { readonly part: string } {
  // What stands in quotes is text.
  const bare = words.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, text => 'x'.repeat(text.length))
  const name = image.replace(/[.$]/g, '\\$&')
  const uses = [...bare.matchAll(new RegExp(`(?<=^|[\\s(|,])${name}(?![\\w.])`, 'g'))]
  const asked = image === '.' ? /(?<=^|[\s(|,])\.\w+/ : new RegExp(`${name}\\.\\w+`)
  const [part] = asked.exec(bare) ?? []
  return part === undefined ? uses.map(({ index }) => index) : { part }
}

function actionsIn(template: string): readonly Action[] {
  return [...template.matchAll(/\{\{-?\s*(?!\/\*)(.*?)\s*-?\}\}/gs)].map(
    ({ 0: whole, 1: words = '', index }) => ({
      words,
      start: index + whole.indexOf(words, 2),
      end: index + whole.length,
    }),
  )
}
