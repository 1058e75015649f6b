/** The pages of one kind that are open: each has a tab of its own title, and texts that are kept as long as it. */
export interface OpenPages {
  /** A page: the title of its tab, which no other one has. */
  open(title: string): string
  keep(tab: string, uri: string, text: string): void
  textOf(uri: string): string
  /** Frees what belongs to pages whose tab is not among these labels any more. A page that has not been shown yet stays. */
  retain(labels: readonly string[]): void
  /** From now on the page lives as long as its tab. */
  shown(tab: string): void
  close(tab: string): void
}

interface Page {
  readonly texts: Map<string, string>
  isShown: boolean
}

export function createOpenPages(): OpenPages {
  const pages = new Map<string, Page>()
  return {
    open(title) {
      let tab = title
      for (let number = 2; pages.has(tab); number++) tab = `${title} ${number}`
      pages.set(tab, { texts: new Map(), isShown: false })
      return tab
    },
    keep: (tab, uri, text) => void pages.get(tab)?.texts.set(uri, text),
    textOf(uri) {
      for (const { texts } of pages.values()) {
        const text = texts.get(uri)
        if (text !== undefined) return text
      }
      return ''
    },
    shown(tab) {
      const page = pages.get(tab)
      if (page) page.isShown = true
    },
    retain(labels) {
      for (const [tab, { isShown }] of pages)
        if (isShown && !labels.some(label => isTabOf(label, tab))) pages.delete(tab)
    },
    close: tab => void pages.delete(tab),
  }
}

/** Whether a tab's label is that of a page. The editor adds how many files it shows: `Update Preview (3 files)`. */
export function isTabOf(label: string, tab: string): boolean {
  return label === tab || (label.startsWith(`${tab} (`) && label.endsWith(')'))
}
