/**
 * A YAML document as go-yaml v3 holds it (`yaml.Node`), which is what kyaml, and so Flux, reads, changes and
 * prints. Offsets are UTF-16, into the text that was decoded. The prediction of Flux changes these nodes, so
 * their fields can be written.
 */

/** A comment: `text` holds its lines joined by `\n`, `starts` the offset of each line that is not empty. */
export interface NodeComment {
  readonly text: string
  readonly starts: readonly number[]
}

export type NodeStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded'

export interface YamlNode {
  readonly kind: 'document' | 'mapping' | 'sequence' | 'scalar' | 'alias'
  /** The resolved tag in its short form: `!!str`, `!!int`, `!custom`. Empty for a document or an alias. */
  tag: string
  /** Whether the tag stands in the text. */
  isTagged: boolean
  /** A scalar's text, an alias's anchor. */
  value: string
  style: NodeStyle
  isFlow: boolean
  anchor: string
  /** A document's root, a sequence's items, a mapping's keys and values in turn. */
  content: YamlNode[]
  target: YamlNode | undefined
  headComment: NodeComment | undefined
  lineComment: NodeComment | undefined
  footComment: NodeComment | undefined
  readonly start: number
  end: number
}

/** A node with nothing in it yet. */
export function newNode(kind: YamlNode['kind'], start = 0, end: number = start): YamlNode {
  return {
    kind,
    tag: '',
    isTagged: false,
    value: '',
    style: 'plain',
    isFlow: false,
    anchor: '',
    content: [],
    target: undefined,
    headComment: undefined,
    lineComment: undefined,
    footComment: undefined,
    start,
    end,
  }
}

/** A scalar made, not read. */
export function newScalar(value: string, tag = '', style: NodeStyle = 'plain'): YamlNode {
  const scalar = newNode('scalar')
  scalar.value = value
  scalar.tag = tag
  scalar.style = style
  return scalar
}

/** `tag:yaml.org,2002:str` as `!!str`; any other tag as it is. */
export function shortTag(tag: string): string {
  return tag.startsWith('tag:yaml.org,2002:') ? `!!${tag.slice('tag:yaml.org,2002:'.length)}` : tag
}
