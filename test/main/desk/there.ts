/** The value, which the test expects to be there. */
export function there<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('expected a value, found none')
  return value
}
