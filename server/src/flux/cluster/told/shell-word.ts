/**
 * A text as one word of a POSIX shell: as it is where that is plain, else between single quotes. Undefined for one that holds what
 * a terminal may take for more than text when it is pasted: control characters, line feeds among them.
 */
export function shellWord(text: string): string | undefined {
  if (/[\p{C}\p{Zl}\p{Zp}]/u.test(text)) return undefined
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
