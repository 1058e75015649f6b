import { failure } from '../../../flux/failure.ts'
import { visible } from '../../../text/foreign.ts'

/** What a `Link` header is judged by. */
export interface LinkContext {
  /** The URL whose answer carried the header, after redirects. */
  readonly page: URL
  /** JFrog names a path without the virtual repository's prefix, which answers 404: keep our path, take `last`. */
  readonly isJfrog: boolean
  /** Page size to ask for, or undefined where the registry refused one. */
  readonly pageSize: number | undefined
}

/**
 * The URL of the next page, or undefined where there is none. Throws E_LINK or E_LINK_ORIGIN.
 *
 * The link is opaque but for its origin: another host is refused; another scheme or port of the same host
 * (Nexus behind a proxy) becomes our own origin; the path stays under `/v2/`.
 */
export function nextPage(headers: readonly string[], context: LinkContext): URL | undefined {
  const target = headers.flatMap(parseLinks).find(link => link.isNext)?.target
  if (target === undefined) return undefined
  const { page } = context
  if (!isReference(target) || !URL.canParse(target, page.href))
    throw failure('E_LINK', `${page.host} sent a link to the next page that is no URL.`)
  const url = new URL(target, page)
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'
  if (!isWeb || url.hostname !== page.hostname || url.username !== '' || url.password !== '') {
    const place = isWeb ? url.host : url.protocol
    throw failure(
      'E_LINK_ORIGIN',
      `${page.host} sent a link to the next page that leads to ${visible(place)}; refused.`,
    )
  }
  const path = context.isJfrog && url.pathname !== page.pathname ? page.pathname : url.pathname
  if (!path.startsWith('/v2/'))
    throw failure('E_LINK', `${page.host} sent a link to the next page that leaves /v2/; refused.`)
  const next = new URL(path, page)
  next.search = context.isJfrog ? onlyLast(url) : url.search
  // GHCR links to n=0, an empty page, where no page size was asked for.
  if (next.searchParams.get('n') === '0') setPageSize(next, context.pageSize)
  return next
}

/** As Go's net/url has it: something, without control characters. `URL` would take the empty text for the page itself. */
function isReference(target: string): boolean {
  return target !== '' && !/[\x00-\x1f\x7f]/.test(target)
}

function onlyLast(url: URL): string {
  const kept = new URLSearchParams([...url.searchParams].filter(([key]) => key === 'last' || key === 'n'))
  return kept.size === 0 ? url.search : `?${kept}`
}

function setPageSize(url: URL, pageSize: number | undefined): void {
  if (pageSize === undefined) url.searchParams.delete('n')
  else url.searchParams.set('n', String(pageSize))
}

/** RFC 8288, loosely: `<uri>; rel="next"`, quoted or not, several relations, several links. Without `rel` it is next. */
function parseLinks(header: string): readonly { target: string; isNext: boolean }[] {
  const links = [...header.matchAll(/<([^<>]*)>([^<]*)/g)]
  if (links.length === 0 && header.trim() !== '') {
    throw failure('E_LINK', 'The registry sent a link to the next page that cannot be read.')
  }
  return links.map(([, target = '', parameters = '']) => {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters)
    const relations = (rel?.[1] ?? rel?.[2] ?? 'next').toLowerCase().split(/\s+/)
    return { target: target.trim(), isNext: relations.includes('next') }
  })
}
