// The playground's page alone in Chromium, under the policy that the editor gives it, with a real theme's colours.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = join(import.meta.dirname, '../..')
const { playgroundBody } = await import(pathToFileURL(join(root, 'build/client/src/playground/page.js')).href)

/**
 * Opens the built page in a browser of `startBrowser`. `send(message)` gives it a message of the extension and resolves,
 * once the rows of it are painted, to the milliseconds that that took.
 */
export async function openPlaygroundPage(browser, variables = {}) {
  const server = createServer((request, response) => {
    const name = new URL(request.url, 'http://page').pathname
    const [type, body] = files(variables)[name] ?? ['text/plain', '']
    response.setHeader('content-type', type)
    response.end(body)
  })
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  const page = await browser.context.newPage()
  await page.goto(`http://127.0.0.1:${server.address().port}/`)
  const send = message =>
    page.evaluate(
      sent =>
        new Promise(resolve => {
          const started = performance.now()
          const rows = document.getElementById('rows')
          const painted = new MutationObserver(() => {
            painted.disconnect()
            // After the next frame is drawn.
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)))
          })
          painted.observe(rows, { childList: true, subtree: true })
          dispatchEvent(new MessageEvent('message', { data: sent }))
        }),
      message,
    )
  return {
    page,
    send,
    close: async () => {
      await page.close()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

const policy = "default-src 'none'; style-src 'self'; script-src 'self'; worker-src blob:"

function files(variables) {
  const theme = Object.entries(variables).map(([name, value]) => `--vscode-${name}: ${value};`)
  return {
    '/': [
      'text/html',
      `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><link rel="stylesheet" href="/theme.css"><link rel="stylesheet" href="/page.css"><title>Fluxmark</title></head><body>${playgroundBody}<script src="/api.js"></script><script src="/page.js"></script></body></html>`,
    ],
    '/theme.css': ['text/css', `:root { ${theme.join(' ')} }`],
    '/page.css': ['text/css', read('dist/playground.css')],
    '/page.js': ['text/javascript', read('dist/playground.js')],
    '/api.js': ['text/javascript', 'globalThis.acquireVsCodeApi = () => ({ postMessage() {} })'],
  }
}

function read(path) {
  return readFileSync(join(root, path))
}
