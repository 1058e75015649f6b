export { age } from '../../text/age.ts'
export { visible } from '../../text/foreign.ts'

/** A number with its noun: `1 marker`, `3 policies`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`
}
