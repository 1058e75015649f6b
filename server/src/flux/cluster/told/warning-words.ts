import { age } from '../../../text/age.ts'
import { visible } from '../../../text/foreign.ts'
import type { ClusterRow } from '../cluster-row.ts'
import type { ClusterWarning } from '../warnings.ts'

/** The newest warnings about an object, each as a sentence; what its condition says already is not said again. */
export function warningSentences({ warnings, message, why }: ClusterRow): readonly string[] {
  const known = [message, ...why].join(' ')
  const more = warnings.length - most
  return [
    ...warnings.slice(0, most).map(one => warningSentence(one, known)),
    ...(more > 0 ? [`${more} more ${more === 1 ? 'warning' : 'warnings'} in the last hour.`] : []),
  ]
}

/** Of one object. */
const most = 2
/** UTF-16 units of a message: a controller may quote a whole manifest. */
const longest = 200

function warningSentence({ reason, message, count, ago }: ClusterWarning, known: string): string {
  const often = count > 1 ? `${count} times, last ` : ''
  const text = message.replace(/\s+/g, ' ').trim()
  const short = text.length > longest ? `${text.slice(0, longest)}…` : text
  const end = /[.…!?]$/.test(short) ? '' : '.'
  const said = text === '' || known.includes(message) ? '.' : `: ${visible(short)}${end}`
  return `Warning ${visible(reason)} (${often}${age(ago)} ago)${said}`
}
