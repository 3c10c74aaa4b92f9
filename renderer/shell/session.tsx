export function Session() {
  return null
}
