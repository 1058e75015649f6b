import type { TextEdit } from '../../flux/automation/edit-value.ts'
import { applyEdits } from '../../flux/automation/edit-value.ts'
import { renderMessage } from '../../flux/commit/message.ts'
import { sampleMessage } from '../../flux/commit/sample-message.ts'
import { isGoError } from '../../go/go-error.ts'
import { templateFacts } from '../../go/template-facts.ts'

/** What an action between `{{` and `}}` is, without trims and spaces, and where its words begin. */
interface Action {
  readonly words: string
  readonly start: number
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
 * The edits that make of `.Updated` and `.Changed.ImageResult` the `.Changed` of Flux 2.7 (flux-semantics §5.6):
 * files, objects and images where they are only printed. Undefined where it takes a person: a field of an image, a
 * use that cannot be followed, a result that does not render.
 */
export function migratedTemplate(template: string): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = []
  const blocks: Block[] = []
  const replaceAt = (start: number, length: number, newText: string) =>
    edits.push({ span: [start, start + length], newText })
  for (const { words, start } of actionsIn(template)) {
    if (words === 'end') {
      blocks.pop()
      continue
    }
    const keyword = /^(?:range|if|with|define|block)\b/.exec(words)?.[0]
    for (const found of words.matchAll(/\.(?:Updated|Changed\.ImageResult)\b(?:\.(\w+))?/g)) {
      const wanted = names[found[1] ?? '']
      if (wanted === undefined) return undefined
      replaceAt(start + found.index, found[0].length, `.Changed.${wanted}`)
    }
    const images = blocks.findLast(({ kind }) => kind === 'range' || kind === 'with')
    const variable = blocks.findLast(({ image }) => image?.variable !== undefined)?.image?.variable
    for (const image of [images?.image ? '.' : [], variable ?? []].flat()) {
      const prefix = image === '.' ? '' : image
      if (words === image) {
        const space = template[start - 1] === ' ' ? ' ' : ''
        replaceAt(start, words.length, `${prefix}.OldValue${space}}} -> {{${space}${prefix}.NewValue`)
        continue
      }
      const uses = imageUses(words, image)
      // Only where it is printed: what else can be asked of an image has no successor.
      if (uses === undefined || (uses.length > 0 && keyword !== undefined)) return undefined
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
  const isMigrated = !/\.Updated\b|\.ImageResult\b/.test(result) && facts.error === undefined
  return isMigrated && !isGoError(renderMessage(result, sampleMessage())) ? edits : undefined
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

/** Where an action names an image as a whole; undefined where it asks for a part of one. */
function imageUses(words: string, image: string): readonly number[] | undefined {
  // What stands in quotes is text.
  const bare = words.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, text => 'x'.repeat(text.length))
  const name = image.replace(/[.$]/g, '\\$&')
  const uses = [...bare.matchAll(new RegExp(`(?<=^|[\\s(|,])${name}(?![\\w.])`, 'g'))]
  const isAsked = image === '.' ? /(?<=^|[\s(|,])\.\w/ : new RegExp(`${name}\\.`)
  return isAsked.test(bare) ? undefined : uses.map(({ index }) => index)
}

function actionsIn(template: string): readonly Action[] {
  return [...template.matchAll(/\{\{-?\s*(?!\/\*)(.*?)\s*-?\}\}/gs)].map(
    ({ 0: whole, 1: words = '', index }) => ({
      words,
      start: index + whole.indexOf(words, 2),
    }),
  )
}
