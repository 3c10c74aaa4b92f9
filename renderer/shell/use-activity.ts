/** Tells main that somebody is at the keyboard, at most every 20 seconds: main owns the idle lock. */
import { useEffect } from 'react'
import { callDesk } from '../desk/bridge.ts'

const EVERY = 20_000

export function useActivity(active: boolean): void {
  useEffect(() => {
    if (!active) return
    let last = -Infinity
    const onInput = () => {
      if (performance.now() - last < EVERY) return
      last = performance.now()
      void callDesk('session.active', {})
    }
    // Not keydown: what a scanner types is taken away from everybody there.
    document.addEventListener('keyup', onInput, true)
    document.addEventListener('pointerdown', onInput, true)
    return () => {
      document.removeEventListener('keyup', onInput, true)
      document.removeEventListener('pointerdown', onInput, true)
    }
  }, [active])
}
