/**
 * A button is disabled while its call runs, and a disabled element has no focus: a keyboard would begin again
 * at the top of the window. It gets its focus back when it is enabled, unless something else took it.
 */
import { useEffect } from 'react'

export function useKeptFocus(): void {
  useEffect(() => {
    let last: HTMLElement | null = null
    const onFocus = (event: FocusEvent): void => {
      last = event.target instanceof HTMLElement ? event.target : null
    }
    // A click beside everything means to leave; nothing is brought back then.
    const onPointer = (): void => {
      last = null
    }
    const observer = new MutationObserver(() => {
      if (document.activeElement !== document.body || last === null) return
      if (last.isConnected && !last.matches(':disabled')) last.focus()
    })
    document.addEventListener('focusin', onFocus)
    document.addEventListener('pointerdown', onPointer, true)
    observer.observe(document.body, { subtree: true, attributes: true, attributeFilter: ['disabled'] })
    return () => {
      observer.disconnect()
      document.removeEventListener('focusin', onFocus)
      document.removeEventListener('pointerdown', onPointer, true)
    }
  }, [])
}
