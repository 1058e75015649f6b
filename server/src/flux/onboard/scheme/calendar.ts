import { escaped, matcher } from './recognised.ts'
import type { VersionCore } from './version-core.ts'

/**
 * Whether the first part of a version is a year: four digits of this century, or two, where the second is written as a
 * month (`24.04`) or is one in all tags of several years.
 */
export function isCalendar({ prefix, v, parts }: VersionCore, tags: readonly string[]): boolean {
  const [year = '', month = ''] = parts
  if (/^20[0-9]{2}$/.test(year)) return true
  if (!isShortYear(year) || Number(month) < 1 || Number(month) > 12) return false
  const alike = matcher(`^${escaped(prefix + v)}(\\d+)\\.(\\d+)(?![\\d])`)
  const found = tags.flatMap(tag => {
    const [, first = '', second = ''] = alike.exec(tag) ?? []
    return isShortYear(first) ? [[first, second] as const] : []
  })
  const isMonth = (text: string) => Number(text) >= 1 && Number(text) <= 12
  const all = [...found, [year, month] as const]
  if (!all.every(([, second]) => isMonth(second))) return false
  const years = new Set(all.map(([first]) => first))
  const isWritten =
    all.every(([, second]) => second.length === 2) && all.some(([, second]) => second.startsWith('0'))
  return (
    isWritten ||
    (all.every(([first]) => Number(first) >= 20) &&
      years.size > 1 &&
      new Set(all.map(pair => pair.join('.'))).size > 3)
  )
}

function isShortYear(text: string): boolean {
  return /^\d{2}$/.test(text) && Number(text) >= 18 && Number(text) <= 40
}
