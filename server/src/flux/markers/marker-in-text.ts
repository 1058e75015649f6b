import type { Node, Scalar, YamlDocument } from '../../text/node.ts'
import type { Span } from '../../text/span.ts'

/** A marker that is text to Flux: inside a block scalar or a quoted string. */
export interface TextMarker {
  /** The marker, from its `#`. */
  readonly span: Span
  readonly scalar: Scalar
  /** The key that holds the string, or empty. */
  readonly key: string
  /** Where the marker stands behind the one value that a quoted string holds: the value, and the JSON of the marker. */
  readonly quoted?: { readonly value: string; readonly json: string }
}

/**
 * The markers inside strings that stand as they would behind a value of real YAML: `key: value # {…}`,
 * `- value # {…}`, or in a quoted string that should have ended before. Lines that are comments inside the string,
 * Markdown, and scripts, which write such lines elsewhere, are left alone.
 */
export function textMarkers(text: string, documents: readonly YamlDocument[]): readonly TextMarker[] {
  const found: TextMarker[] = []
  const visit = (node: Node | undefined, key: string): void => {
    if (node?.kind === 'scalar') found.push(...markersIn(text, node, key))
    if (node?.kind === 'sequence') for (const item of node.items) visit(item, key)
    if (node?.kind !== 'mapping') return
    for (const entry of node.entries) visit(entry.value, entry.key.kind === 'scalar' ? entry.key.text : '')
  }
  if (text.includes('$imagepolicy')) for (const { root } of documents) visit(root, '')
  return found
}

function markersIn(text: string, scalar: Scalar, key: string): readonly TextMarker[] {
  if (scalar.style === 'plain' || /\.(?:md|markdown|txt)$/i.test(key)) return []
  if (!scalar.text.includes('$imagepolicy') || scalar.text.includes('```')) return []
  if (isScript(key, scalar.text)) return []
  const quoted = inQuotes(text, scalar, key)
  if (quoted) return [quoted]
  const line =
    /^[ \t"']*(?:- +|(?:[\w.$/-]+|"[^"\n]*"|'[^'\n]*'): +)+[^\s#][^\n]*?[ \t]+(#+[ \t]*\{[^{}\n]*\})/gm
  const [start, end] = scalar.span
  const header =
    scalar.style === 'literal' || scalar.style === 'folded' ? text.indexOf('\n', start) + 1 : start
  const raw = text.slice(header, end).replaceAll('\\"', ' "')
  return [...raw.matchAll(line)].flatMap(({ index, 0: whole, 1: marker = '' }) => {
    const at = header + index + whole.length - marker.length
    return /\{\s*"\$imagepolicy"\s*:/.test(marker)
      ? [{ span: [at, at + marker.length] as Span, scalar, key }]
      : []
  })
}

/** A marker that stands inside the quotes of a value: `'acme/web:1.0 # {"$imagepolicy": "apps:web"}'`. */
function inQuotes(text: string, scalar: Scalar, key: string): TextMarker | undefined {
  if (scalar.style !== 'single' && scalar.style !== 'double') return undefined
  const [, value, json] =
    /^([^\s#:]\S*)[ \t]+#+[ \t]*(\{\s*["']\$imagepolicy["']\s*:[^{}\n]*\})\s*$/.exec(scalar.text) ?? []
  if (value === undefined || json === undefined) return undefined
  const [start, end] = scalar.span
  const at = text.slice(start, end).search(/#+[ \t]*\{/)
  return at === -1 ? undefined : { span: [start + at, end - 1], scalar, key, quoted: { value, json } }
}

/** Whether a string is a program, as CI workflows and jobs have them: what it writes is marked where it lands. */
function isScript(key: string, text: string): boolean {
  return (
    /^(?:run|script|(?:before|after)_script|commands?|args|bash|sh|pwsh|powershell|inlineScript|entrypoint)$/.test(
      key,
    ) ||
    /\.(?:sh|bash|py|ps1|bats|rb|js)$/.test(key) ||
    /^#!|<<[-~]?\s*["']?[A-Za-z_]+["']?\s*$/m.test(text)
  )
}
