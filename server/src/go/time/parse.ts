import type { GoError } from '../go-error.ts'
import type { Bytes } from '../utf8.ts'
import { daysOf, type Moment, months, weekdays } from './civil.ts'
import { nextChunk } from './layout.ts'

/** `time.ParseInLocation` with UTC, which is local time in Flux's containers. */
export function parseTime(layout: Bytes, value: Bytes): Moment | GoError {
  const parts: Parts = { year: 0, hour: 0, minute: 0, second: 0, nanosecond: 0 }
  let rest = value
  let left = layout
  const fail = (elem: Bytes, at: Bytes): GoError => ({
    err: `parsing time ${quote(value)} as ${quote(layout)}: cannot parse ${quote(at)} as ${quote(elem)}`,
  })
  const out = (what: Bytes): GoError => ({ err: `parsing time ${quote(value)}: ${what} out of range` })
  for (;;) {
    const { prefix, element, rest: after } = nextChunk(left)
    const skipped = skip(rest, prefix)
    if (typeof skipped !== 'string') return fail(prefix, skipped.at)
    rest = skipped
    if (element === '') break
    left = after
    const read = readElement(parts, element, rest, /^[.,][09]/.test(nextChunk(left).element))
    if (read === undefined) return fail(element, rest)
    if (read.range !== undefined) return out(read.range)
    rest = read.rest
  }
  if (rest !== '') return { err: `parsing time ${quote(value)}: extra text: ${quote(rest)}` }
  return assemble(parts, out)
}

interface Parts {
  year: number
  month?: number
  day?: number
  yearDay?: number
  hour: number
  minute: number
  second: number
  nanosecond: number
  afternoon?: boolean
  offset?: number
  zone?: string
}

interface Read {
  readonly rest: Bytes
  /** What was out of its range. */
  readonly range?: Bytes
}

function assemble(parts: Parts, out: (what: Bytes) => GoError): Moment | GoError {
  let { hour } = parts
  if (parts.afternoon === true && hour < 12) hour += 12
  if (parts.afternoon === false && hour === 12) hour = 0
  const { year, month = 1, day = 1 } = parts
  const first = { year, month, day: 1 }
  const next = month === 12 ? { year: year + 1, month: 1, day: 1 } : { year, month: month + 1, day: 1 }
  if (day < 1 || day > daysOf(next) - daysOf(first)) return out('day')
  const days =
    parts.yearDay === undefined
      ? daysOf({ year, month, day })
      : daysOf({ year, month: 1, day: parts.yearDay })
  // Of abbreviations only those like GMT+3 say an offset.
  const offset = parts.offset ?? Number(/^GMT([+-][0-9]+)$/.exec(parts.zone ?? '')?.[1] ?? 0) * 3600
  const seconds = days * 86400 + hour * 3600 + parts.minute * 60 + parts.second - offset
  const zone = parts.zone ?? (offset === 0 ? 'UTC' : '')
  return { seconds, nanoseconds: parts.nanosecond, offset, zone }
}

/** Skips the text of a layout; a space in it stands for any number of them. */
function skip(value: Bytes, prefix: Bytes): Bytes | { readonly at: Bytes } {
  let rest = value
  for (let left = prefix; left !== ''; ) {
    if (left.startsWith(' ')) {
      if (rest !== '' && !rest.startsWith(' ')) return { at: rest }
      left = left.replace(/^ +/, '')
      rest = rest.replace(/^ +/, '')
      continue
    }
    if (rest[0] !== left[0]) return { at: rest }
    left = left.slice(1)
    rest = rest.slice(1)
  }
  return rest
}

function readElement(parts: Parts, element: Bytes, value: Bytes, fractionNext: boolean): Read | undefined {
  switch (element) {
    case '2006':
      return number(value, /^[0-9]{4}/, year => {
        parts.year = year
      })
    case '06':
      return number(value, /^[0-9]{2}/, year => {
        parts.year = year + (year >= 69 ? 1900 : 2000)
      })
    case 'January':
      return name(value, months, index => {
        parts.month = index + 1
      })
    case 'Jan':
      return name(
        value,
        months.map(month => month.slice(0, 3)),
        index => {
          parts.month = index + 1
        },
      )
    case 'Monday':
      return name(value, weekdays, () => undefined)
    case 'Mon':
      return name(
        value,
        weekdays.map(day => day.slice(0, 3)),
        () => undefined,
      )
    case '01':
    case '1':
      return ranged(
        'month',
        1,
        12,
        number(value, digits(element), month => {
          parts.month = month
        }),
        () => parts.month ?? 0,
      )
    case '02':
    case '2':
    case '_2':
      return number(element === '_2' ? value.replace(/^ /, '') : value, digits(element), day => {
        parts.day = day
      })
    case '002':
      return ranged(
        'day-of-year',
        1,
        366,
        number(value, /^[0-9]{3}/, day => {
          parts.yearDay = day
        }),
        () => parts.yearDay ?? 0,
      )
    case '15':
    case '03':
    case '3':
      return ranged(
        'hour',
        0,
        element === '15' ? 23 : 12,
        number(value, digits(element === '15' ? '3' : element), hour => {
          parts.hour = hour
        }),
        () => parts.hour,
      )
    case '04':
    case '4':
      return ranged(
        'minute',
        0,
        59,
        number(value, digits(element), minute => {
          parts.minute = minute
        }),
        () => parts.minute,
      )
    case '05':
    case '5': {
      const read = ranged(
        'second',
        0,
        59,
        number(value, digits(element), second => {
          parts.second = second
        }),
        () => parts.second,
      )
      // A fraction may follow even where the layout has none.
      const fraction = fractionNext || read === undefined ? null : /^[.,][0-9]+/.exec(read.rest)
      if (fraction === null || read === undefined) return read
      return readFraction(parts, fraction[0], read.rest)
    }
    case 'PM':
    case 'pm': {
      const found = element === 'PM' ? /^[AP]M/.exec(value) : /^[ap]m/.exec(value)
      if (found === null) return undefined
      parts.afternoon = found[0].toUpperCase() === 'PM'
      return { rest: value.slice(2) }
    }
    case 'MST': {
      const found = /^(?:UTC|ChST|MeST|GMT[+-][0-9]{1,2}|[A-Z]{3,4}T|[A-Z]{3}|WITA)/.exec(value)
      if (found === null) return undefined
      parts.zone = found[0]
      return { rest: value.slice(found[0].length) }
    }
    default:
      return /^[.,]/.test(element)
        ? readFractionElement(parts, element, value)
        : readOffset(parts, element, value)
  }
}

const digits = (element: Bytes): RegExp => (element.startsWith('0') ? /^[0-9]{2}/ : /^[0-9]{1,2}/)

function number(value: Bytes, pattern: RegExp, take: (number: number) => void): Read | undefined {
  const found = pattern.exec(value)
  if (found === null) return undefined
  take(Number(found[0]))
  return { rest: value.slice(found[0].length) }
}

function ranged(
  what: Bytes,
  low: number,
  high: number,
  read: Read | undefined,
  value: () => number,
): Read | undefined {
  return read === undefined || (value() >= low && value() <= high) ? read : { ...read, range: what }
}

function name(value: Bytes, names: readonly string[], take: (index: number) => void): Read | undefined {
  const index = names.findIndex(one => value.slice(0, one.length).toLowerCase() === one.toLowerCase())
  if (index < 0) return undefined
  take(index)
  return { rest: value.slice(names[index]?.length ?? 0) }
}

function readFraction(parts: Parts, fraction: Bytes, value: Bytes): Read {
  parts.nanosecond = Number(fraction.slice(1, 10).padEnd(9, '0'))
  return { rest: value.slice(fraction.length) }
}

function readFractionElement(parts: Parts, element: Bytes, value: Bytes): Read | undefined {
  if (element[1] === '9') {
    const found = /^[.,][0-9]+/.exec(value)
    return found === null ? { rest: value } : readFraction(parts, found[0], value)
  }
  const fraction = value.slice(0, element.length)
  return /^[.,][0-9]+$/.test(fraction) && fraction.length === element.length
    ? readFraction(parts, fraction, value)
    : undefined
}

function readOffset(parts: Parts, element: Bytes, value: Bytes): Read | undefined {
  if (element.startsWith('Z') && value.startsWith('Z')) {
    parts.offset = 0
    parts.zone = 'UTC'
    return { rest: value.slice(1) }
  }
  const shape = element.slice(1).replace(/[0-9]{2}/g, '([0-9]{2})')
  const found = new RegExp(`^([+-])${shape}`).exec(value)
  if (found === null) return undefined
  const [hours = 0, minutes = 0, seconds = 0] = found.slice(2).map(Number)
  const rest = value.slice(found[0].length)
  if (hours > 24) return { rest, range: 'time zone offset hour' }
  if (minutes > 60) return { rest, range: 'time zone offset minute' }
  if (seconds > 60) return { rest, range: 'time zone offset second' }
  parts.offset = (hours * 3600 + minutes * 60 + seconds) * (found[1] === '-' ? -1 : 1)
  return { rest }
}

/** Package time's own quoting: bytes that are not ASCII in hexadecimal. */
function quote(text: Bytes): Bytes {
  return `"${text.replace(/["\\]/g, '\\$&').replace(/[^ -~]/g, byte => `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`
}
