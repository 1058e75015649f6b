// A registry in a process of its own that lists 100,000 tags in pages of 1,000, prepared beforehand: `acme/web` in
// lexical order, as the distribution specification has it, `acme/old` in the order in which they were pushed.
import { createServer } from 'node:http'

const size = 1000
const tags = Array.from({ length: 100_000 }, (_, index) => {
  const commit = (Math.imul(index + 1, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0').slice(0, 7)
  return `main-${commit}-${1_700_000_000 + index}`
})
const pages = {
  'acme/web': pagesOf('acme/web', tags.toSorted()),
  'acme/old': pagesOf('acme/old', tags),
}
const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://x')
  const [, name] = /^\/v2\/(.*)\/tags\/list$/.exec(pathname) ?? []
  const list = pages[name] ?? []
  const page = Number(searchParams.get('last') ?? 0)
  if (page + 1 < list.length)
    response.setHeader('link', `</v2/${name}/tags/list?n=1000&last=${page + 1}>; rel="next"`)
  response.setHeader('content-type', 'application/json')
  response.end(list[page])
})

function pagesOf(name, list) {
  return Array.from({ length: list.length / size }, (_, page) =>
    JSON.stringify({ name, tags: list.slice(page * size, (page + 1) * size) }),
  )
}

server.listen(0, '127.0.0.1', () => process.stdout.write(`127.0.0.1:${server.address().port}\n`))
