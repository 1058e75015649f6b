import type { Bytes } from '../utf8.ts'
import { type Moment, months, wall, weekdays } from './civil.ts'
import { nextChunk } from './layout.ts'

/** `Time.Format`. */
export function formatTime(moment: Moment, layout: Bytes): Bytes {
  let text = ''
  let rest = layout
  for (;;) {
    const chunk = nextChunk(rest)
    text += chunk.prefix
    if (chunk.element === '') return text
    text += formatElement(moment, chunk.element)
    rest = chunk.rest
  }
}

/** `Time.String`, as `2006-01-02 15:04:05.999999999 -0700 MST`. */
export function showTime(moment: Moment): Bytes {
  return formatTime(moment, '2006-01-02 15:04:05.999999999 -0700 MST')
}

function formatElement(moment: Moment, element: Bytes): Bytes {
  const at = wall(moment)
  const padded = (number: number, size: number, fill = '0'): Bytes => String(number).padStart(size, fill)
  const month = months[at.month - 1] ?? ''
  const weekday = weekdays[at.weekday] ?? ''
  switch (element) {
    case '2006':
      return at.year < 0 ? `-${padded(-at.year, 4)}` : padded(at.year, 4)
    case '06':
      return padded(((at.year % 100) + 100) % 100, 2)
    case 'January':
      return month
    case 'Jan':
      return month.slice(0, 3)
    case '01':
      return padded(at.month, 2)
    case '1':
      return String(at.month)
    case 'Monday':
      return weekday
    case 'Mon':
      return weekday.slice(0, 3)
    case '02':
      return padded(at.day, 2)
    case '_2':
      return padded(at.day, 2, ' ')
    case '2':
      return String(at.day)
    case '002':
      return padded(at.yearDay, 3)
    case '__2':
      return padded(at.yearDay, 3, ' ')
    case '15':
      return padded(at.hour, 2)
    case '03':
      return padded(at.hour % 12 || 12, 2)
    case '3':
      return String(at.hour % 12 || 12)
    case '04':
      return padded(at.minute, 2)
    case '4':
      return String(at.minute)
    case '05':
      return padded(at.second, 2)
    case '5':
      return String(at.second)
    case 'PM':
      return at.hour >= 12 ? 'PM' : 'AM'
    case 'pm':
      return at.hour >= 12 ? 'pm' : 'am'
    case 'MST':
      return moment.zone === '' ? formatOffset(moment.offset, '-0700') : moment.zone
    default:
      return /^[.,]/.test(element)
        ? formatFraction(moment.nanoseconds, element)
        : formatOffset(moment.offset, element)
  }
}

/** `.000` keeps zeros at the end, `.999` drops them. */
function formatFraction(nanoseconds: number, element: Bytes): Bytes {
  const digits = String(nanoseconds)
    .padStart(9, '0')
    .slice(0, element.length - 1)
    .padEnd(element.length - 1, '0')
  if (element[1] === '0') return element.slice(0, 1) + digits
  const kept = digits.replace(/0+$/, '')
  return kept === '' ? '' : element.slice(0, 1) + kept
}

/** `-0700`, `-07:00` and so on; with `Z` for UTC where the element begins with it. */
function formatOffset(offset: number, element: Bytes): Bytes {
  if (element.startsWith('Z') && offset === 0) return 'Z'
  const size = Math.abs(offset)
  const colon = element.includes(':') ? ':' : ''
  const parts = [Math.floor(size / 3600), Math.floor((size % 3600) / 60), size % 60]
  const count = element.replace(/[^0-9]/g, '').length / 2
  const shown = parts.slice(0, count).map(part => String(part).padStart(2, '0'))
  return (offset < 0 ? '-' : '+') + shown.join(colon)
}
