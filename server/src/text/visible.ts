/** Text from a file or a registry in a message: without line breaks, control, bidirectional and zero-width characters, and not endlessly long. */
export function visible(text: string): string {
  const clean = text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g,
    ' ',
  )
  return clean.length > 300 ? `${clean.slice(0, 299)}…` : clean
}
