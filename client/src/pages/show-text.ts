import type { TextPage } from './text-page.ts'

/** Shows the page of text that an answer of the server holds; null is not shown. */
export async function showText(page: TextPage, answer: unknown): Promise<void> {
  const text: unknown = Reflect.get(Object(answer), 'text')
  if (typeof text === 'string') await page.show(text)
}
