import { sprint, sprintln } from '../../fmt/sprint.ts'
import { sprintf } from '../../fmt/sprintf.ts'
import { variadic } from '../../reflect/function.ts'
import { type Any, anyType, type GoFunction, stringType } from '../../reflect/type.ts'
import { ofString } from '../../reflect/value.ts'
import { isPrint } from '../../unicode.ts'
import { queryEscape } from '../../url/escape.ts'
import { type Bytes, decodeRune } from '../../utf8.ts'
import { indirect } from '../indirect.ts'

/** What text/template prints and escapes with. */
export const printFunctions: Readonly<Record<string, GoFunction>> = {
  print: variadic([], anyType, stringType, sprint),
  printf: variadic([stringType], anyType, stringType, (args, [format]) => sprintf(format, args)),
  println: variadic([], anyType, stringType, sprintln),
  html: variadic([], anyType, stringType, args => htmlEscape(asText(args))),
  js: variadic([], anyType, stringType, args => jsEscape(asText(args))),
  urlquery: variadic([], anyType, stringType, args => queryEscape(asText(args))),
}

/** As `print`, but with `<no value>` for nil. */
function asText(args: readonly Any[]): Bytes {
  return sprint(args.map(arg => (arg === undefined ? ofString('<no value>') : (indirect(arg)[0] ?? arg))))
}

function htmlEscape(text: Bytes): Bytes {
  return text.replace(/[\0"'&<>]/g, character => htmlEscapes[character] ?? character)
}

const htmlEscapes: Readonly<Record<string, Bytes>> = {
  '\0': '\xef\xbf\xbd',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
}

function jsEscape(text: Bytes): Bytes {
  let result = ''
  for (let index = 0; index < text.length; ) {
    const [rune, width] = decodeRune(text, index)
    const bytes = text.slice(index, index + width)
    index += width
    if ('\\\'"'.includes(bytes)) result += `\\${bytes}`
    else if ('<>&='.includes(bytes) || rune < 0x20 || (rune >= 0x80 && !isPrint(rune))) {
      result += `\\u${rune.toString(16).toUpperCase().padStart(4, '0')}`
    } else result += bytes
  }
  return result
}
