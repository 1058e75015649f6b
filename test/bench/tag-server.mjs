// A registry in a process of its own that lists 100,000 tags in pages of 1,000, prepared beforehand.
import { createServer } from 'node:http'

const size = 1000
const tags = Array.from({ length: 100_000 }, (_, index) => {
  const commit = (Math.imul(index + 1, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0').slice(0, 7)
  return `main-${commit}-${1_700_000_000 + index}`
})
const pages = Array.from({ length: tags.length / size }, (_, page) =>
  JSON.stringify({ name: 'acme/web', tags: tags.slice(page * size, (page + 1) * size) }),
)
const server = createServer((request, response) => {
  const page = Number(new URL(request.url, 'http://x').searchParams.get('last') ?? 0)
  if (page + 1 < pages.length)
    response.setHeader('link', `</v2/acme/web/tags/list?n=1000&last=${page + 1}>; rel="next"`)
  response.setHeader('content-type', 'application/json')
  response.end(pages[page])
})
server.listen(0, '127.0.0.1', () => process.stdout.write(`127.0.0.1:${server.address().port}\n`))
