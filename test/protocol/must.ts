/** The value, or a failed test: for what the test itself has just put there. */
export function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the test expected something here')
  return value
}

/** Changes the bits of `mask` in the byte at `at`. */
export function flip(bytes: Uint8Array, at: number, mask: number): void {
  bytes[at] = must(bytes[at]) ^ mask
}
