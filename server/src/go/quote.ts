import { quote as quoteBytes } from './strconv/quote.ts'
import { toBytes, toText } from './utf8.ts'

/** A text as Go's `%q` prints it, for errors that quote their input: `1<tab>` becomes `"1\t"`. */
export function quote(text: string): string {
  return toText(quoteBytes(toBytes(text)))
}
