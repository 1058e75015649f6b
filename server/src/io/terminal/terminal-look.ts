/**
 * Colours and width of an output. Colours: `NO_COLOR` (no-color.org) forbids them, `FORCE_COLOR` asks for them, as logs
 * of CI that show them do; else a terminal has them, unless it is `dumb`. Width: that of the terminal; in a file, a
 * pipe or a log what `COLUMNS` says, else lines are not wrapped.
 */
export function terminalLook(
  output: { readonly isTTY?: boolean; readonly columns?: number },
  variables: Readonly<Record<string, string | undefined>>,
): { readonly hasColour: boolean; readonly columns?: number } {
  const { NO_COLOR = '', FORCE_COLOR = '', TERM, COLUMNS = '' } = variables
  const isForced = FORCE_COLOR !== '' && FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  const isShown = output.isTTY === true && TERM !== 'dumb' && FORCE_COLOR !== '0'
  const columns = /^[1-9]\d{0,4}$/.test(COLUMNS) ? Number(COLUMNS) : undefined
  const width = output.isTTY === true ? (output.columns ?? columns) : columns
  return {
    hasColour: NO_COLOR === '' && (isForced || isShown),
    ...(width === undefined ? {} : { columns: width }),
  }
}
