export function ScreenFailed() {
  return null
}
export function ScreenMissing() {
  return null
}
