/** What a value is by its look. `word` is a single word: a tag, or an image of Docker Hub. */
export type Shape = 'image' | 'name' | 'tag' | 'digest' | 'word' | 'empty' | 'other'

export function shapeOf(text: string): Shape {
  if (text === '') return 'empty'
  if (/^sha256:[0-9a-f]{64}$/.test(text)) return 'digest'
  if (/[\s=${}]|:\/\//.test(text)) return 'other'
  const [name = '', ...digest] = text.split('@')
  const [, path = '', tag] = /^(.*?)(?::([\w][\w.-]*))?$/.exec(name) ?? []
  if (digest.length > 1 || !/^(?:[\w.-]+(?::\d+)?\/)?[\w./-]+$/.test(path)) return 'other'
  if (digest.length === 1) return tag === undefined && !path.includes('/') ? 'other' : 'image'
  if (tag !== undefined) return 'image'
  if (path.includes('/')) return 'name'
  return /^v?\d/.test(path) ? 'tag' : 'word'
}
