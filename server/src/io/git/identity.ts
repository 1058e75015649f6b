import { failure } from './failure.ts'
import { type Config, type Environment, lastValue } from './read-config.ts'

/** Who made a commit, as a commit object writes it: `Name <email> SECONDS +ZONE`. */
export type Signature = string

/**
 * The author's or committer's signature: `GIT_AUTHOR_NAME` and its kin, `author.name`, `user.name`, `EMAIL`. Nothing
 * is guessed from the machine's name, as Git would: throws `E_NO_IDENTITY`.
 */
export function identity(
  role: 'author' | 'committer',
  config: Config,
  { variables }: Environment,
  now: number,
): Signature {
  const variable = (what: string) => variables[`GIT_${role.toUpperCase()}_${what}`]
  const setting = (what: string) => lastValue(config, `${role}.${what}`) || lastValue(config, `user.${what}`)
  const name = variable('NAME') || setting('name')
  const email = variable('EMAIL') ?? setting('email') ?? variables.EMAIL
  const missing = !name ? 'name' : email === undefined ? 'email' : undefined
  if (name && email !== undefined) return signature({ name, email }, now)
  throw failure(
    'E_NO_IDENTITY',
    `Git does not know who you are: no ${role}.${missing} and no user.${missing} is set. Run git config --global user.${missing} "YOUR ${missing?.toUpperCase()}".`,
  )
}

/** A signature at a time (milliseconds since 1970), in the local time zone. Git's own rules clean the name and the address. */
export function signature(
  { name, email }: { readonly name: string; readonly email: string },
  now: number,
): Signature {
  const minutes = -new Date(now).getTimezoneOffset()
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  const zone = `${minutes < 0 ? '-' : '+'}${two(Math.abs(minutes) / 60)}${two(Math.abs(minutes) % 60)}`
  return `${clean(name)} <${clean(email)}> ${Math.floor(now / 1000)} ${zone}`
}

/** No control characters, dots, commas and quotes at the ends; no angle brackets and line ends inside. */
function clean(text: string): string {
  return text.replace(/^[\0-\x20.,:;<>"\\']+|[\0-\x20.,:;<>"\\']+$/g, '').replace(/[<>\n\0]/g, '')
}
