import { allowsPlain } from '../../go/yaml/write-scalar.ts'
import { resolvePlain, type YamlVersion } from './scalar-tag.ts'

/** Whether Go's YAML library prints a string without quotes: it must still read as a string, and hold nothing special. */
export function isPrintedPlain(text: string, version: YamlVersion): boolean {
  if (text === '' || text.includes('\n')) return false
  if (resolvePlain(text, version).tag !== '!!str' || isBase60(text)) return false
  // Version 3 reads YAML 1.2, but quotes what version 1.1 took for a boolean.
  if (version === '1.2' && resolvePlain(text, '1.1').tag !== '!!str') return false
  return allowsPlain(text)
}

/** Numbers such as `1:30` were base 60 in YAML 1.1: printed with quotes. */
function isBase60(text: string): boolean {
  return /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/.test(text)
}
