import { isGoError } from '../../go/go-error.ts'
import { formatTime } from '../../go/time/format.ts'
import { parseTime } from '../../go/time/parse.ts'
import { resolveTag, resolveValue } from '../../go/yaml/resolve.ts'

/**
 * Kubernetes reads YAML twice over. kustomize reads manifests and strategic merge patches with go-yaml v3 (`1.2`
 * here); kustomization files, JSON 6902 patches and what variable substitution leaves go through sigs.k8s.io/yaml,
 * which is go-yaml v2 (`1.1` here), where `yes`, `on` and `y` are booleans too, and a time is its text.
 */
export type YamlVersion = '1.1' | '1.2'

export interface Resolved {
  /** The short tag: `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!timestamp` or `!!merge`. */
  readonly tag: string
  /** As JSON has it. An integer beyond 2^53 loses its last digits; an infinity or NaN has no JSON at all. */
  readonly value: string | number | boolean | null
}

/** What Go's YAML library makes of a plain scalar: its tag and its value. */
export function resolvePlain(text: string, version: YamlVersion = '1.2'): Resolved {
  if (text === '<<') return { tag: '!!merge', value: text }
  if (version === '1.1' && oldBooleans.has(text)) return { tag: '!!bool', value: /^(?:y|on)/i.test(text) }
  const tag = resolveTag(text)
  if (tag === '!!str') return { tag, value: text }
  if (tag === '!!timestamp') return { tag, value: version === '1.1' ? text : rfc3339(text) }
  const value = resolveValue(text)
  return { tag, value: typeof value === 'bigint' ? Number(value) : value }
}

const oldBooleans: ReadonlySet<string> = new Set(
  ['y', 'yes', 'on', 'n', 'no', 'off'].flatMap(word => [
    word,
    word.toUpperCase(),
    `${word.charAt(0).toUpperCase()}${word.slice(1)}`,
  ]),
)

/** A timestamp as `time.Time` prints in JSON. */
function rfc3339(text: string): string {
  for (const layout of layouts) {
    const time = parseTime(layout, text)
    if (!isGoError(time)) return formatTime(time, '2006-01-02T15:04:05.999999999Z07:00')
  }
  return text
}

/** Those that go-yaml tries, in its order. */
const layouts = [
  '2006-1-2T15:4:5.999999999Z07:00',
  '2006-1-2t15:4:5.999999999Z07:00',
  '2006-1-2 15:4:5.999999999',
  '2006-1-2',
]
