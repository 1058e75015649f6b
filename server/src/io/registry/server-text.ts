/**
 * Text that a server wrote, made fit to show: control, bidirectional and zero-width characters removed
 * (they can forge what a terminal or an editor displays), white space folded, at most 300 characters.
 */
export function serverText(text: string): string {
  const visible = text
    .replace(/[\s\u0085\u2028\u2029]+/gu, ' ')
    .replace(/[\p{C}\p{Default_Ignorable_Code_Point}]/gu, '')
    .trim()
  const characters = [...visible.slice(0, 1200)]
  return characters.length > 300 ? `${characters.slice(0, 299).join('')}…` : characters.join('')
}
