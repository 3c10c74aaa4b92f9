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
    document.addEventListener('keydown', onInput, true)
    document.addEventListener('pointerdown', onInput, true)
    return () => {
      document.removeEventListener('keydown', onInput, true)
      document.removeEventListener('pointerdown', onInput, true)
    }
  }, [active])
}
