import { Disposable, DocumentLink, l10n, languages, Range, type TextDocument, Uri } from 'vscode'
import { shown } from '../../../server/src/text/foreign.ts'
import { explanationLinks, explanationText } from './explanation-text.ts'
import { createTextPage } from './text-page.ts'

/** Shows what `fluxmark.explain` answers. */
export interface Explanation extends Disposable {
  /** `answer` is the server's. Anything that is no explanation is not shown. */
  show(answer: unknown): Promise<void>
}

export function createExplanation(): Explanation {
  const scheme = 'fluxmark-explain'
  const page = createTextPage(scheme, l10n.t('Explanation'))
  let places: ReturnType<typeof explanationLinks> = []
  const links = languages.registerDocumentLinkProvider(
    { scheme },
    { provideDocumentLinks: document => linksIn(document, places) },
  )
  const show = async (answer: unknown) => {
    const text = explanationText(answer)
    if (text === undefined) return
    places = explanationLinks(answer)
    await page.show(text)
  }
  return Object.assign(Disposable.from(page, links), { show })
}

/** The place that a line ends with, where it is one that the explanation names. */
function linksIn(document: TextDocument, places: ReturnType<typeof explanationLinks>): DocumentLink[] {
  return [...Array(document.lineCount).keys()].flatMap(line => {
    const { text } = document.lineAt(line)
    const place = places.find(({ words }) => text.endsWith(shown(words)))
    if (place === undefined) return []
    const start = text.length - shown(place.words).length
    const target = Uri.parse(place.uri).with({ fragment: `L${place.line}` })
    return [new DocumentLink(new Range(line, start + 1, line, text.length - 1), target)]
  })
}
