/** The user erred: one sentence with the valid choices, exit 2. */
export class UsageError extends Error {}
