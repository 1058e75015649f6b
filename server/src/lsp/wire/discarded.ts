/** The `failureReason` of a client whose user looked at an edit and did not want it: no failure that is told. */
export const discarded = 'discarded'
