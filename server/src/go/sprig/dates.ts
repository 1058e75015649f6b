import { isGoError } from '../go-error.ts'
import { panic } from '../reflect/failure.ts'
import { fn } from '../reflect/function.ts'
import {
  type Any,
  anyType,
  boolType,
  type Field,
  type GoFunction,
  type GoType,
  int64Type,
  intType,
  stringType,
  structOf,
} from '../reflect/type.ts'
import { parseInt64 } from '../strconv/parse-int.ts'
import { daysOf, type Moment, months, wall, weekdays, zeroMoment } from '../time/civil.ts'
import { parseDuration, showDuration } from '../time/duration.ts'
import { formatTime, showTime } from '../time/format.ts'
import { parseTime } from '../time/parse.ts'
import type { Bytes } from '../utf8.ts'
import { unpredictable } from './unpredictable.ts'

/** A `time.Time` as its fields: seconds and nanoseconds since 1970, and the zone's offset and name. */
type Fields = readonly unknown[]

const numberFields = ['seconds', 'nanoseconds', 'offset'].map((name): Field => ({ name, type: int64Type }))
const timeType: GoType<Fields> = {
  ...structOf('time.Time', [...numberFields, { name: 'zone', type: stringType }]),
  get methods() {
    return timeMethods
  },
  json: data => formatTime(moment(data), '2006-01-02T15:04:05.999999999Z07:00'),
}

function fields({ seconds, nanoseconds, offset, zone }: Moment): Fields {
  return [BigInt(seconds), BigInt(nanoseconds), BigInt(offset), zone]
}

function moment(data: Fields): Moment {
  const [seconds, nanoseconds, offset, zone] = data as [bigint, bigint, bigint, Bytes]
  return { seconds: Number(seconds), nanoseconds: Number(nanoseconds), offset: Number(offset), zone }
}

const named = (name: string, names: readonly string[], first: bigint): GoType<bigint> => {
  const plain: GoType<bigint> = { kind: 'int', name, zero: 0n }
  const show = fn(
    [plain],
    stringType,
    value => names[Number(value - first)] ?? `%!${name.slice(5)}(${value})`,
  )
  return { ...plain, methods: new Map([['String', show]]) }
}
const monthType = named('time.Month', months, 1n)
const weekdayType = named('time.Weekday', weekdays, 0n)

const ofTime = <R>(result: GoType<R>, of: (time: Moment) => R): GoFunction =>
  fn([timeType], result, data => of(moment(data)))
const ofWall = (of: (at: ReturnType<typeof wall>) => number): GoFunction =>
  ofTime(intType, time => BigInt(of(wall(time))))
const ofTwo = (of: (difference: number) => boolean): GoFunction =>
  fn([timeType, timeType], boolType, (a, b) => {
    const [left, right] = [moment(a), moment(b)]
    return of(left.seconds - right.seconds || left.nanoseconds - right.nanoseconds)
  })

const methods: Readonly<Record<string, GoFunction>> = {
  String: ofTime(stringType, showTime),
  Format: fn([timeType, stringType], stringType, (data, layout) => formatTime(moment(data), layout)),
  Unix: ofTime(int64Type, time => BigInt(time.seconds)),
  UnixMilli: ofTime(
    int64Type,
    time => BigInt(time.seconds) * 1000n + BigInt(Math.floor(time.nanoseconds / 1e6)),
  ),
  UnixNano: ofTime(int64Type, time =>
    BigInt.asIntN(64, BigInt(time.seconds) * 1_000_000_000n + BigInt(time.nanoseconds)),
  ),
  Year: ofWall(at => at.year),
  Month: ofTime(monthType, time => BigInt(wall(time).month)),
  Day: ofWall(at => at.day),
  Weekday: ofTime(weekdayType, time => BigInt(wall(time).weekday)),
  YearDay: ofWall(at => at.yearDay),
  Hour: ofWall(at => at.hour),
  Minute: ofWall(at => at.minute),
  Second: ofWall(at => at.second),
  Nanosecond: ofTime(intType, time => BigInt(time.nanoseconds)),
  IsZero: ofTime(boolType, time => time.seconds === zeroMoment.seconds && time.nanoseconds === 0),
  UTC: ofTime(timeType, time => fields({ ...time, offset: 0, zone: 'UTC' })),
  AddDate: fn([timeType, intType, intType, intType], timeType, (data, years, monthCount, days) =>
    fields(addDate(moment(data), Number(years), Number(monthCount), Number(days))),
  ),
  Equal: ofTwo(difference => difference === 0),
  Before: ofTwo(difference => difference < 0),
  After: ofTwo(difference => difference > 0),
}
const timeMethods: ReadonlyMap<string, GoFunction> = new Map(Object.entries(methods))

const modify = fn([stringType, timeType], timeType, (text, data) => {
  const duration = parseDuration(text)
  if (isGoError(duration)) return panic(duration.err)
  const time = moment(data)
  const nanoseconds = BigInt(time.seconds) * 1_000_000_000n + BigInt(time.nanoseconds) + duration
  const seconds =
    (nanoseconds - (((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n)) / 1_000_000_000n
  return fields({
    ...time,
    seconds: Number(seconds),
    nanoseconds: Number(nanoseconds - seconds * 1_000_000_000n),
  })
})

/** sprig's functions over dates that do not ask for the time (date.go). Local time is UTC, as in Flux's containers. */
export const dateFunctions: Readonly<Record<string, GoFunction>> = {
  toDate: fn([stringType, stringType], timeType, (layout, text) => {
    const time = parseTime(layout, text)
    return fields(isGoError(time) ? zeroMoment : time)
  }),
  mustToDate: fn([stringType, stringType], timeType, (layout, text) => {
    const time = parseTime(layout, text)
    return fields(isGoError(time) ? panic(time.err) : time)
  }),
  must_date_modify: modify,
  mustDateModify: modify,
  unixEpoch: fn([timeType], stringType, data => String(moment(data).seconds)),
  duration: fn([anyType], stringType, value =>
    showDuration(BigInt.asIntN(64, secondsOf(value) * 1_000_000_000n)),
  ),
  durationRound: fn([anyType], stringType, roundDuration),
}

/** Only strings and int64 count; any other number is zero. */
function secondsOf(value: Any): bigint {
  if (value?.type.kind === 'string') return parseInt64(value.data as Bytes, 10) ?? 0n
  return value?.type.name === 'int64' ? (value.data as bigint) : 0n
}

function roundDuration(value: Any): Bytes {
  if (value?.type.name === timeType.name) unpredictable('durationRound of a time')
  const parsed = value?.type.kind === 'string' ? parseDuration(value.data as Bytes) : secondsOf(value)
  const given = isGoError(parsed) ? 0n : parsed
  const size = given < 0n ? -given : given
  const hour = 3_600_000_000_000n
  const steps: readonly (readonly [bigint, Bytes])[] = [
    [hour * 8760n, 'y'],
    [hour * 720n, 'mo'],
    [hour * 24n, 'd'],
    [hour, 'h'],
    [60_000_000_000n, 'm'],
    [1_000_000_000n, 's'],
  ]
  const found = steps.find(([unit]) => size > unit)
  return found === undefined ? '0s' : `${size / found[0]}${found[1]}`
}

function addDate(time: Moment, years: number, monthCount: number, days: number): Moment {
  const at = wall(time)
  const month = at.year * 12 + at.month - 1 + years * 12 + monthCount
  const first = daysOf({ year: Math.floor(month / 12), month: (((month % 12) + 12) % 12) + 1, day: 1 })
  const shift = first + at.day - 1 + days - daysOf(at)
  return { ...time, seconds: time.seconds + shift * 86400 }
}
