import type { TextPage } from './text-page.ts'

/** Shows what `fluxmark.testRepository` answers: a page of text, or null where nothing was tested. */
export async function showTest(page: TextPage, answer: unknown): Promise<void> {
  const text: unknown = Reflect.get(Object(answer), 'text')
  if (typeof text === 'string') await page.show(text)
}
