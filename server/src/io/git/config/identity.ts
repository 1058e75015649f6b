import { failure } from '../../../flux/failure.ts'
import { type Config, type Environment, lastValue } from './read-config.ts'

/** Who made a commit, and when. */
export interface Identity {
  readonly name: string
  readonly email: string
  /** Since 1970. */
  readonly seconds: number
  /** Distance to UTC: `+0100`. */
  readonly zone: string
}

/**
 * The author or the committer at a time (milliseconds since 1970): `GIT_AUTHOR_NAME` and its kin, `author.name`,
 * `user.name`, `EMAIL`. Nothing is guessed from the machine's name, as Git would: throws `E_NO_IDENTITY`.
 */
export function identity(
  role: 'author' | 'committer',
  config: Config,
  { variables }: Environment,
  now: number,
): Identity {
  const variable = (what: string) => variables[`GIT_${role.toUpperCase()}_${what}`]
  const setting = (what: string) => lastValue(config, `${role}.${what}`) || lastValue(config, `user.${what}`)
  const name = variable('NAME') || setting('name')
  const email = variable('EMAIL') ?? setting('email') ?? variables.EMAIL
  if (name && email !== undefined) return identityAt({ name, email }, now)
  const missing = name ? 'email' : 'name'
  throw failure(
    'E_NO_IDENTITY',
    `Git does not know who you are: no ${role}.${missing} and no user.${missing} is set. Run git config --global user.${missing} "YOUR ${missing.toUpperCase()}".`,
  )
}

/** Somebody at a time (milliseconds since 1970), in the local time zone. Name and address are cleaned by Git's own rules. */
export function identityAt(who: { readonly name: string; readonly email: string }, now: number): Identity {
  const minutes = -new Date(now).getTimezoneOffset()
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const zone = `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}${two(Math.abs(minutes) % 60)}`
  return { name: clean(who.name), email: clean(who.email), seconds: Math.floor(now / 1000), zone }
}

/** As commit objects and reflogs write it. */
export function signature({ name, email, seconds, zone }: Identity): string {
  return `${name} <${email}> ${seconds} ${zone}`
}

/** No control characters, commas and quotes at the ends; no angle brackets and line ends inside. (Old versions cut a dot too.) */
function clean(text: string): string {
  return text.replace(/^[\0-\x20,:;<>"\\']+|[\0-\x20,:;<>"\\']+$/g, '').replace(/[<>\n\0]/g, '')
}
