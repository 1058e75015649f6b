/** Whether something caught is an error of Node's, or of a library's, with one of these codes (`ENOENT`). */
export function hasCode(error: unknown, ...codes: readonly string[]): error is Error {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
