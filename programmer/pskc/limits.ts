/** Keys in one file. */
export const MAX_KEYS = 20_000
