/** Why something is not held or released: `usage`, what was asked for is wrong; `state`, the files do not allow it. */
export interface Refusal {
  readonly refused: 'usage' | 'state'
  /** A sentence. */
  readonly reason: string
}

export function refusal(refused: Refusal['refused'], reason: string): Refusal {
  return { refused, reason }
}

export function isRefusal(value: object): value is Refusal {
  return 'refused' in value
}
