import { isFailure } from '../../../flux/failure.ts'
import type { Trial } from '../../../ports.ts'
import type { Login, Logins } from '../../credentials/login.ts'
import type { Access } from '../contact/access.ts'
import type { Endpoint } from '../contact/endpoint.ts'
import { readTagPage } from './tag-list.ts'

/** Tries nobody's name and each source of logins, one after the other, on the first page. No secret is in the answer. */
export async function trialsOf(
  endpoint: Endpoint,
  logins: Logins,
  open: (fixed: { readonly login?: Login }) => Access,
  signal: AbortSignal,
): Promise<readonly Trial[]> {
  const trials: Trial[] = [await trial('anonymous', open({}), endpoint)]
  for (const { source, login, failure } of await logins.tryAll(endpoint, signal)) {
    if (failure !== undefined)
      trials.push({ source, outcome: 'failed', failure: { code: failure.code, message: failure.message } })
    else if (login === undefined) trials.push({ source, outcome: 'no login' })
    else trials.push(await trial(login.source, open({ login }), endpoint))
  }
  return trials
}

async function trial(source: string, access: Access, endpoint: Endpoint): Promise<Trial> {
  try {
    const { answer, url } = await access.ask('tags/list?n=1', {
      accept: 'application/json',
      maxBytes: endpoint.limits.pageBytes,
    })
    if (answer.status !== 200) throw access.refusal(answer, endpoint.repository)
    readTagPage(answer.body, answer.header('content-type')[0] ?? '', url.host)
    return { source, outcome: access.found() ? 'lists' : 'unasked' }
  } catch (error) {
    if (!isFailure(error) || error.code === 'E_CANCELLED') throw error
    return { source, outcome: 'failed', failure: { code: error.code, message: error.message } }
  }
}
