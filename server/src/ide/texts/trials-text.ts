import type { Trial } from '../../flux/answer.ts'
import type { Failure } from '../../flux/failure.ts'
import { phraseText } from '../../text/phrase.ts'
import { clusterAccess } from '../cluster-access.ts'
import type { NamedRepository } from '../navigate/repositories-at.ts'
import { visible } from './words.ts'

/** What became of each way to list a repository, as a page of text for people. No secret is in it. */
export function trialsText(
  { name, host, source, resource }: NamedRepository,
  result: readonly Trial[] | Failure,
): string {
  const head = [
    `Test of ${visible(source.image)}, of ImageRepository ${visible(name)}`,
    `Registry: ${visible(host)}`,
    '',
  ]
  const cluster = clusterAccess(resource).map(phraseText)
  const tail = cluster.length > 0 ? ['', ...cluster] : []
  if ('code' in result) return page([...head, `✗ ${visible(result.message)} (${result.code})`, ...tail])
  return page([...head, ...result.map(line), '', conclusion(result), ...tail])
}

function line({ source, outcome, failure }: Trial): string {
  const [sign, words] = outcomes[outcome]
  const why = failure === undefined ? words : `${visible(failure.message)} (${failure.code})`
  return `${sign} ${source}: ${why}`
}

const outcomes: Readonly<Record<Trial['outcome'], readonly [sign: string, words: string]>> = {
  lists: ['✓', 'lists the tags'],
  unasked: ['✓', 'lists the tags; the registry did not ask who it is'],
  'no login': ['–', 'has no login for this registry'],
  failed: ['✗', 'failed'],
}

/** Which of them counts: a login is looked for only where the registry asks for one, and then the first is taken. */
function conclusion(trials: readonly Trial[]): string {
  const [anonymous, ...logins] = trials
  if (anonymous?.outcome !== 'failed') return 'The tags are listed anonymously.'
  const first = logins.find(({ outcome, failure }) => outcome === 'lists' || isRefused(failure))
  if (first === undefined)
    return 'Nothing lists the tags: there is no login, or the registry cannot be asked.'
  return first.outcome === 'failed'
    ? `The first login counts, and the registry refuses that of ${first.source}.`
    : `The tags are listed with the login from ${first.source}.`
}

function isRefused(failure: Failure | undefined): boolean {
  return failure?.code === 'E_CREDENTIALS'
}

function page(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}
