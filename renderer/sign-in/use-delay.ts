/** The delay that main imposes after a wrong password, counted down in whole seconds. */
import { useEffect, useState } from 'react'
import type { RefusalView } from '../../preload/contract/views.ts'

const delaying: ReadonlySet<string> = new Set(['PASSWORD_WRONG', 'RECOVERY_REFUSED', 'SIGN_IN_WAIT'])

/** Seconds still to wait; 0: try. A new refusal object starts a new wait. */
export function useDelay(refusal: RefusalView | null): number {
  const [left, setLeft] = useState(0)
  const wait = refusal !== null && delaying.has(refusal.code) ? Number(refusal.detail['wait'] ?? 0) : 0
  useEffect(() => {
    setLeft(wait)
    if (wait <= 0) return
    const until = performance.now() + wait * 1000
    const timer = setInterval(() => {
      const rest = Math.max(0, Math.ceil((until - performance.now()) / 1000))
      setLeft(rest)
      if (rest === 0) clearInterval(timer)
    }, 250)
    return () => clearInterval(timer)
  }, [refusal, wait])
  return left
}
