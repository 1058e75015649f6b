/**
 * Whether Flux changes more of a file than its marked lines: the number of lines, or a line without a marker.
 * It prints every file that it changes anew, so this is so wherever a file does not look as it would print it.
 */
export function reformats(before: string | undefined, after: string): boolean {
  if (before === undefined) return true
  const [old, fresh] = [before.split('\n'), after.split('\n')]
  if (old.length !== fresh.length) return true
  return old.some((line, i) => line !== fresh[i] && !line.includes('$imagepolicy'))
}
