/** The address of the manual's entry of a diagnostic's code. */
export function manualPage(code: string): string {
  return `https://github.com/fluxmark/fluxmark/blob/main/docs/diagnostics.md#${code}`
}
