import { Disposable } from 'vscode'
import { explanationText } from './explanation-text.ts'
import { createTextPage } from './text-page.ts'

/** Shows what `fluxmark.explain` answers. */
export interface Explanation extends Disposable {
  /** `answer` is the server's. Anything that is no explanation is not shown. */
  show(answer: unknown): Promise<void>
}

export function createExplanation(): Explanation {
  const page = createTextPage('fluxmark-explain', 'Explanation')
  const show = async (answer: unknown) => {
    const text = explanationText(answer)
    if (text !== undefined) await page.show(text)
  }
  return Object.assign(Disposable.from(page), { show })
}
