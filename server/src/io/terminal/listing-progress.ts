import { setMaxListeners } from 'node:events'
import type { Registry, TagProgress } from '../../ports.ts'

/** Something that is shown while it lasts: one for all lists that are under way together. */
export interface ListingView {
  report(message: string): void
  done(): void
}

/**
 * The same registry, but when tag lists are under way for longer than `delay` ms they are shown: `open` is told how to
 * cancel those, and gets what there is to say after each page. Short waits show nothing.
 */
export function withListingProgress<R extends Registry>(
  registry: R,
  delay: number,
  open: (cancel: () => void) => ListingView,
): R {
  const running = new Map<
    AbortController,
    { readonly image: string; readonly progress: TagProgress; readonly host?: string }
  >()
  let finished = 0
  let view: ListingView | undefined
  let timer: NodeJS.Timeout | undefined

  function begin(): void {
    view = open(() => {
      for (const controller of running.keys()) controller.abort()
    })
    tell()
  }

  function tell(): void {
    const [first] = [...running.values()].sort((a, b) => b.progress.tags - a.progress.tags)
    const waiting = [...running.values()].find(({ host }) => host !== undefined)
    if (waiting?.host !== undefined) view?.report(`waiting for you: may ${waiting.host} be asked?`)
    else if (first !== undefined) view?.report(words(first.image, first.progress, finished, running.size))
  }

  function end(): void {
    clearTimeout(timer)
    view?.done()
    view = timer = undefined
    finished = 0
  }

  return {
    ...registry,
    async tags(source, signal, options = {}) {
      const controller = new AbortController()
      const cancel = () => controller.abort()
      if (signal.aborted) cancel()
      // Taken off again: the signal lives as long as the workspace. Hundreds of lists may be under way at once.
      setMaxListeners(0, signal)
      signal.addEventListener('abort', cancel, { once: true })
      const start = { image: source.image, progress: { tags: 0, pages: 0 } }
      running.set(controller, start)
      void registry.hostToAllow(source).then(
        host => host !== undefined && running.has(controller) && running.set(controller, { ...start, host }),
        () => undefined,
      )
      timer ??= setTimeout(begin, delay)
      try {
        return await registry.tags(source, controller.signal, {
          ...options,
          onProgress: progress => {
            running.set(controller, { image: source.image, progress })
            options.onProgress?.(progress)
            tell()
          },
        })
      } finally {
        signal.removeEventListener('abort', cancel)
        finished++
        running.delete(controller)
        if (running.size === 0) end()
        else tell()
      }
    },
  }
}

function words(image: string, { tags, pages }: TagProgress, finished: number, running: number): string {
  const far =
    pages === 0 ? '' : `: ${tags.toLocaleString('en')} tags, ${pages} ${pages === 1 ? 'page' : 'pages'}`
  const all = finished + running
  return `${image}${far}${all > 1 ? ` (${finished} of ${all} lists done)` : ''}`
}
