// Chromium, as the workbench tests and the pictures use it.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** How long a person would wait before calling it broken, in milliseconds. */
export const patience = 60_000

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The browser's program, or undefined where none is installed. */
export function findChromium() {
  const candidates = browsers.flatMap(name =>
    (process.env.PATH ?? '').split(':').map(folder => join(folder, name)),
  )
  return [process.env.CHROMIUM, ...candidates].find(path => path !== undefined && existsSync(path))
}

/** Starts Chromium with an empty profile; it can reach 127.0.0.1 and nothing else. */
export async function startBrowser({ width = 1280, height = 800, scale = 1 } = {}) {
  const { chromium } = createRequire(import.meta.url)('playwright-core')
  const profile = mkdtempSync(join(tmpdir(), 'fluxmark-browser-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    headless: true,
    viewport: { width, height },
    deviceScaleFactor: scale,
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  })
  context.setDefaultTimeout(patience)
  /** Addresses that a page asked for and that are not this machine's. */
  const strayed = []
  context.on('request', request => {
    const { protocol, hostname } = new URL(request.url())
    if (/^(http|ws)/.test(protocol) && hostname !== '127.0.0.1') strayed.push(request.url())
  })
  const close = async () => {
    await context.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  return { context, strayed, close }
}
