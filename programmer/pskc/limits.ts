/** Keys in one file: with more the sealing would take this process beyond 256 MiB (P9). */
export const MAX_KEYS = 4_000
