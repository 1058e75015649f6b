import type { NextTag } from '../../flux/onboard/next-tags.ts'
import type { Onboarding } from '../../flux/onboard/onboarding.ts'

/** A proposal in lines of plain text: what is followed, what it selects today, and what it would select after the next tags. */
export function onboardingText({
  image,
  current,
  sure,
  why,
  scheme,
  selects,
  next = [],
}: Pick<Onboarding, 'image' | 'current' | 'sure' | 'why' | 'scheme' | 'selects' | 'next'>): string {
  const head = `${current === '' ? image : `${image}:${current}`}\n${sure ? scheme : 'not automated'}: ${why}\n`
  if (!sure) return head
  const rows = [['today', selects ?? 'nothing'], ...next.map(one => rowOf(one, selects))]
  const width = Math.max(...rows.map(([when = '']) => when.length))
  const lines = rows.map(([when = '', tag = '']) => `  ${when.padEnd(width)}  ${tag}\n`)
  return `${head}\nIt selects\n${lines.join('')}`
}

function rowOf({ step, tag, selects }: NextTag, now: string | undefined): readonly [string, string] {
  const when = `after the next ${step}, ${tag}`
  return [when, selects === now ? `${selects ?? 'nothing'} as before` : (selects ?? 'nothing')]
}
