/** What `app` must know of a window to close it. Kept apart so that `app` and BrowserWindow do not form a circle. */
export interface ListedWindow {
  once(event: string, listener: () => void): unknown
  close(): void
  destroy(): void
}

const windows = new Set<ListedWindow>()

export function addWindow(window: ListedWindow): void {
  windows.add(window)
}

export function removeWindow(window: ListedWindow): void {
  windows.delete(window)
}

export function openWindows(): ListedWindow[] {
  return [...windows]
}
