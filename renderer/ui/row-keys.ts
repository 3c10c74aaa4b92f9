/** Where a key leads in a list of `count` rows with `page` of them on screen; null: not a moving key. */
export function targetRow(key: string, active: number, count: number, page: number): number | null {
  const end = Math.max(0, count - 1)
  switch (key) {
    case 'ArrowDown':
      return Math.min(end, active + 1)
    case 'ArrowUp':
      return Math.max(0, active - 1)
    case 'PageDown':
      return Math.min(end, active + page)
    case 'PageUp':
      return Math.max(0, active - page)
    case 'Home':
      return 0
    case 'End':
      return end
    default:
      return null
  }
}
