import type { FileEdit } from '../commit/commit.ts'

/**
 * Puts a text in the place of the one that was seen, or makes the file where there was none; `E_CHANGED` where somebody
 * else has saved another one since.
 */
export function replaceText(path: string, seen: string | undefined, text: string): FileEdit {
  return {
    path,
    isNew: seen === undefined,
    edit: now =>
      now === (seen ?? '') || now === text
        ? text
        : {
            code: 'E_CHANGED',
            message: `${path} was saved by somebody else meanwhile, and was left as it is. Run it again.`,
          },
  }
}
