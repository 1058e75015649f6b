/** A date of the proleptic Gregorian calendar. */
export interface Civil {
  readonly year: number
  /** From 1. */
  readonly month: number
  readonly day: number
}

/** Days since 1970-01-01. */
export function daysOf({ year, month, day }: Civil): number {
  const shifted = year - (month <= 2 ? 1 : 0)
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146097 + dayOfEra - 719468
}

function civilOf(days: number): Civil {
  const shifted = days + 719468
  const era = Math.floor(shifted / 146097)
  const dayOfEra = shifted - era * 146097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

/** A moment: seconds since 1970 in UTC, with the zone it is shown in. */
export interface Moment {
  readonly seconds: number
  readonly nanoseconds: number
  /** Seconds east of UTC. */
  readonly offset: number
  /** The zone's abbreviation; empty where only the offset is known. */
  readonly zone: string
}

/** Go's zero time: the first second of the year 1. */
export const zeroMoment: Moment = { seconds: -62135596800, nanoseconds: 0, offset: 0, zone: 'UTC' }

export const months: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
export const weekdays: readonly string[] = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
]

/** What a clock and a calendar on the wall show. */
export function wall({ seconds, offset }: Moment): Civil & {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly weekday: number
  readonly yearDay: number
} {
  const local = seconds + offset
  const days = Math.floor(local / 86400)
  const rest = local - days * 86400
  const civil = civilOf(days)
  return {
    ...civil,
    hour: Math.floor(rest / 3600),
    minute: Math.floor((rest % 3600) / 60),
    second: rest % 60,
    weekday: (((days + 4) % 7) + 7) % 7,
    yearDay: days - daysOf({ year: civil.year, month: 1, day: 1 }) + 1,
  }
}
