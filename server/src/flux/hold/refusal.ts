/** Why something is not held or released: `usage`, what was asked for is wrong; `state`, the files do not allow it. */
export interface HoldRefusal {
  readonly refused: 'usage' | 'state'
  /** A sentence. */
  readonly reason: string
}

export function refusal(refused: HoldRefusal['refused'], reason: string): HoldRefusal {
  return { refused, reason }
}

export function isRefusal(value: object): value is HoldRefusal {
  return 'refused' in value
}
