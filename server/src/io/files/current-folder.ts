/** The folder in which the program runs; undefined where somebody has removed it. */
export function currentFolder(): string | undefined {
  try {
    return process.cwd()
  } catch {
    return undefined
  }
}
