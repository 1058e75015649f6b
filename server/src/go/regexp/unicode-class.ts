import type { GoError } from '../go-error.ts'
import { type Cursor, next, syntaxError } from './cursor.ts'

/**
 * `\pN`, `\p{Greek}`, `\P{^Lu}`, `\` at the cursor: the same class under the one name that the engine knows
 * (Go's `parseUnicodeClass`).
 */
export function readUnicodeClass(cursor: Cursor): string | GoError {
  const { text, at: start } = cursor
  const sequence = text.slice(start, start + 2)
  cursor.at += 2
  let name: string
  if (text[cursor.at] === '{') {
    const end = text.indexOf('}', start)
    if (end < 0) return syntaxError('invalid character class range', text.slice(start))
    name = text.slice(cursor.at + 1, end)
    cursor.at = end + 1
  } else {
    next(cursor)
    name = text.slice(start + 2, cursor.at)
  }
  const negation = name.startsWith('^') ? '^' : ''
  const known = unicodeName(name.slice(negation.length))
  if (known === undefined) return syntaxError('invalid character class range', text.slice(start, cursor.at))
  return `${sequence}{${negation}${known}}`
}

/** The engine's name for a class that Go 1.26 knows: case, spaces, `_` and `-` do not count. */
function unicodeName(name: string): string | undefined {
  const bare = name.replace(/[_ -]/g, '')
  const canonical = upper(bare.slice(0, 1)) + lower(bare.slice(1))
  return names.has(canonical) ? canonical : aliases.get(canonical)
}

// Go folds ASCII only.
function upper(text: string): string {
  return text.replace(/[a-z]/, letter => letter.toUpperCase())
}

function lower(text: string): string {
  return text.replace(/[A-Z]/g, letter => letter.toLowerCase())
}

/**
 * Categories and scripts of Unicode 15, as Go 1.26 has it. Go looks a script up by its canonical name, which has no
 * `_`, in a table whose names have them; so only scripts of one word are found, and `\p{Old_Italic}` is an error.
 */
const names: ReadonlySet<string> = new Set(
  `Any Ascii Assigned Lc C Cc Cf Cn Co Cs L Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So
   Z Zl Zp Zs Adlam Ahom Arabic Armenian Avestan Balinese Bamum Batak Bengali Bhaiksuki Bopomofo Brahmi Braille
   Buginese Buhid Carian Chakma Cham Cherokee Chorasmian Common Coptic Cuneiform Cypriot Cyrillic Deseret Devanagari
   Dogra Duployan Elbasan Elymaic Ethiopic Georgian Glagolitic Gothic Grantha Greek Gujarati Gurmukhi Han Hangul
   Hanunoo Hatran Hebrew Hiragana Inherited Javanese Kaithi Kannada Katakana Kawi Kharoshthi Khmer Khojki Khudawadi
   Lao Latin Lepcha Limbu Lisu Lycian Lydian Mahajani Makasar Malayalam Mandaic Manichaean Marchen Medefaidrin Miao
   Modi Mongolian Mro Multani Myanmar Nabataean Nandinagari Newa Nko Nushu Ogham Oriya Osage Osmanya Palmyrene
   Phoenician Rejang Runic Samaritan Saurashtra Sharada Shavian Siddham Sinhala Sogdian Soyombo Sundanese Syriac
   Tagalog Tagbanwa Takri Tamil Tangsa Tangut Telugu Thaana Thai Tibetan Tifinagh Tirhuta Toto Ugaritic Vai Vithkuqi
   Wancho Yezidi Yi`.split(/\s+/),
)

/** Unicode's long names of the categories (PropertyValueAliases), canonical. */
const aliases: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Casedletter: 'Lc',
    Closepunctuation: 'Pe',
    Cntrl: 'Cc',
    Combiningmark: 'M',
    Connectorpunctuation: 'Pc',
    Control: 'Cc',
    Currencysymbol: 'Sc',
    Dashpunctuation: 'Pd',
    Decimalnumber: 'Nd',
    Digit: 'Nd',
    Enclosingmark: 'Me',
    Finalpunctuation: 'Pf',
    Format: 'Cf',
    Initialpunctuation: 'Pi',
    Letter: 'L',
    Letternumber: 'Nl',
    Lineseparator: 'Zl',
    Lowercaseletter: 'Ll',
    Mark: 'M',
    Mathsymbol: 'Sm',
    Modifierletter: 'Lm',
    Modifiersymbol: 'Sk',
    Nonspacingmark: 'Mn',
    Number: 'N',
    Openpunctuation: 'Ps',
    Other: 'C',
    Otherletter: 'Lo',
    Othernumber: 'No',
    Otherpunctuation: 'Po',
    Othersymbol: 'So',
    Paragraphseparator: 'Zp',
    Privateuse: 'Co',
    Punct: 'P',
    Punctuation: 'P',
    Separator: 'Z',
    Spaceseparator: 'Zs',
    Spacingmark: 'Mc',
    Surrogate: 'Cs',
    Symbol: 'S',
    Titlecaseletter: 'Lt',
    Unassigned: 'Cn',
    Uppercaseletter: 'Lu',
  }),
)
