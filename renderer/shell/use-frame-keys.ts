/** The keys that work on every screen. Physical keys (`code`), because with kana input `key` is a kana. */
import { useEffect, useRef } from 'react'
import { callDesk } from '../desk/bridge.ts'
import { useGo } from '../routes.ts'
import { isComposing, isUnderDialog } from '../ui/keys.ts'
import { useScreens } from './use-screens.ts'

const codeOf = (key: string) => (/\d/.test(key) ? `Digit${key}` : `Key${key}`)

export function useFrameKeys(on: { readonly onSearch: () => void; readonly onHelp: () => void }): void {
  const go = useGo()
  const screens = useScreens()
  const latest = useRef(on)
  useEffect(() => {
    latest.current = on
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isComposing(event)) return
      // The lock works above any dialog; the rest belongs to the dialog that is open.
      if (event.ctrlKey && event.code === 'KeyL') {
        event.preventDefault()
        void callDesk('session.lock', {})
        return
      }
      // Beside whatever is being done; also under a dialog, since it changes nothing of what is typed.
      if (event.key === 'F5') {
        event.preventDefault()
        void callDesk('sync.now', {})
        return
      }
      if (isUnderDialog()) return
      const screen = event.altKey
        ? screens.find(({ key }) => key !== null && codeOf(key) === event.code)
        : undefined
      if (screen !== undefined) go(screen.path)
      else if (event.ctrlKey && event.code === 'KeyK') latest.current.onSearch()
      else if (event.key === 'F1' || (event.key === '?' && !isTyping(event.target))) latest.current.onHelp()
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [go, screens])
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
}
