import { failure } from '../../../flux/failure.ts'
import { visible } from '../../../text/foreign.ts'
import { addressClass } from './address.ts'

/**
 * Where a redirect leads; throws E_REDIRECT_TARGET or E_REDIRECT_DOWNGRADE where it must not be followed.
 * Whether another host may be contacted at all is the caller's question, and no login travels there.
 */
export function redirectTarget(location: string | undefined, from: URL): URL {
  if (location === undefined || !URL.canParse(location, from.href)) {
    throw failure('E_REDIRECT_TARGET', `${from.host} redirects to nowhere.`)
  }
  const url = new URL(location, from)
  url.hash = ''
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'
  if (!isWeb || url.username !== '' || url.password !== '') {
    throw failure(
      'E_REDIRECT_TARGET',
      `${from.host} redirects to ${visible(isWeb ? url.host : url.protocol)}; refused.`,
    )
  }
  if (from.protocol === 'https:' && url.protocol === 'http:') {
    throw failure('E_REDIRECT_DOWNGRADE', `${from.host} redirects from https to http; refused.`)
  }
  const kind = addressClass(url.hostname)
  if (kind === 'forbidden' || (url.host !== from.host && (kind === 'loopback' || kind === 'private'))) {
    throw failure('E_REDIRECT_TARGET', `${from.host} redirects to the local address ${url.host}; refused.`)
  }
  return url
}
