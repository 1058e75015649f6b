import { failure } from '../../../flux/failure.ts'
import type { TagProgress } from '../../../ports.ts'
import type { HttpResponse } from '../../network/transport.ts'
import type { Access } from '../contact/access.ts'
import type { Endpoint } from '../contact/endpoint.ts'
import { nextPage } from './link.ts'
import { readTagPage } from './tag-list.ts'

/** A whole list: never a part of one. */
export interface WholeList {
  readonly tags: readonly string[]
  readonly dropped: number
  readonly pages: number
  /** What the registry wanted to say besides (`Warning: 299`). */
  readonly warnings: readonly string[]
}

/** Registries that refused a page size, so that the next listing need not learn it again. */
export type Unpaged = Set<string>

/**
 * Lists all tags of a repository, page after page. Anything that goes wrong on the way fails the whole: half a list
 * would select an older tag.
 */
export async function listTags(
  access: Access,
  endpoint: Endpoint,
  unpaged: Unpaged,
  onProgress: (progress: TagProgress) => void,
): Promise<WholeList> {
  const { limits } = endpoint
  const found: Found = { pages: [], count: 0, last: '', known: undefined }
  const seen = new Set<string>()
  const warnings = new Set<string>()
  let dropped = 0
  let bytes = 0
  let next: URL | undefined
  for (let pages = 1; ; pages++) {
    const { answer, url } = await page(access, endpoint, unpaged, next)
    const { host } = url
    if (answer.status !== 200) throw access.refusal(answer, endpoint.repository)
    for (const warning of answer.header('warning')) warnings.add(warning)
    bytes += answer.body.length
    if (bytes > limits.totalBytes)
      throw failure(
        'E_TOO_LARGE',
        `${host} sent a tag list of more than ${limits.totalBytes} bytes (limits.totalBytes).`,
      )
    const before = found.count
    const read = readTagPage(answer.body, answer.header('content-type')[0] ?? '', host)
    dropped += read.dropped
    add(found, read.tags)
    const { count } = found
    if (count > limits.tags)
      throw failure('E_TOO_MANY', `${host} lists more than ${limits.tags} tags (limits.tags).`)
    onProgress({ tags: count, pages })
    seen.add(url.href)
    next = nextPage(answer.header('link'), {
      page: url,
      isJfrog: isJfrog(answer),
      pageSize: sizeFor(unpaged, endpoint),
    })
    if (next === undefined) return { tags: all(found), dropped, pages, warnings: [...warnings] }
    if (seen.has(next.href) || count === before) throw failure('E_LOOP', `${host} lists its tags in circles.`)
    if (pages >= limits.pages)
      throw failure(
        'E_TOO_MANY_PAGES',
        `${host} sends more than ${limits.pages} pages of tags (limits.pages).`,
      )
  }
}

/** Tags as they come, each once. */
interface Found {
  readonly pages: (readonly string[])[]
  count: number
  last: string
  /** All of them, from where they stopped coming in order. */
  known: Set<string> | undefined
}

/** While tags come in lexical order, as the distribution specification asks, none of them can have come before. */
function add(found: Found, page: readonly string[]): void {
  const isInOrder = (tag: string, index: number): boolean => tag > (page[index - 1] ?? found.last)
  const known = found.known ?? (page.every(isInOrder) ? undefined : new Set(all(found)))
  const more = known ? page.filter(tag => known.size < known.add(tag).size) : page
  found.known = known
  found.pages.push(more)
  found.count += more.length
  found.last = more.at(-1) ?? found.last
}

/** `concat`, which copies whole lists, takes a third of the time of `flat`; a call takes only so many of them. */
function all({ pages }: Found): readonly string[] {
  let tags: readonly string[] = []
  for (let at = 0; at < pages.length; at += 1000) tags = tags.concat(...pages.slice(at, at + 1000))
  return tags
}

/** One page; the first one a second time without a size where the registry refuses ours (Quay, Distribution 3.0). */
async function page(
  access: Access,
  endpoint: Endpoint,
  unpaged: Unpaged,
  next: URL | undefined,
): Promise<{ answer: HttpResponse; url: URL }> {
  const question = { accept: 'application/json', maxBytes: endpoint.limits.pageBytes }
  if (next !== undefined) return access.ask(next, question)
  const size = sizeFor(unpaged, endpoint)
  if (size === undefined) return access.ask('tags/list', question)
  const first = await access.ask(`tags/list?n=${size}`, question)
  if (!REFUSES_SIZE.includes(first.answer.status)) return first
  const second = await access.ask('tags/list', question)
  if (second.answer.status === 200) unpaged.add(endpoint.host)
  return second
}

/** As Flux asks; ECR takes no more. */
const PAGE_SIZE = 1000

const REFUSES_SIZE = [400, 405, 413, 422]

function sizeFor(unpaged: Unpaged, { host }: Endpoint): number | undefined {
  return unpaged.has(host) ? undefined : PAGE_SIZE
}

function isJfrog(answer: HttpResponse): boolean {
  return ['x-jfrog-version', 'x-artifactory-id', 'x-artifactory-node-id'].some(
    name => answer.header(name).length > 0,
  )
}
