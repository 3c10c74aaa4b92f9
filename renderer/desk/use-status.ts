/** The state of the whole desk, which every screen may ask for. */
import { createContext, use, useEffect, useState } from 'react'
import type { DeskStatus, StaffView } from '../../preload/contract/views.ts'

export const StatusContext = createContext<DeskStatus | null>(null)

/** The desk's status; only inside the application's providers. */
export function useStatus(): DeskStatus {
  const status = use(StatusContext)
  if (status === null) throw new Error('useStatus outside of StatusContext')
  return status
}

/** Who is signed in. Screens behind sign-in always have somebody. */
export function useStaff(): StaffView {
  const { staff } = useStatus()
  if (staff === null) throw new Error('useStaff while nobody is signed in')
  return staff
}

/**
 * The desk's time minus this page's clock, in ms: main's time is corrected by the measured offset to head
 * office, and in training it may have been sent ahead.
 */
export const ClockContext = createContext(0)

/** The difference as of this status; a status is read anew at least whenever the clock was set. */
export function useClockAhead(status: DeskStatus | undefined): number {
  const [ahead, setAhead] = useState(0)
  useEffect(() => {
    if (status !== undefined) setAhead(status.now - Date.now())
  }, [status])
  return ahead
}

/** The desk's time, every second. */
export function useNow(): number {
  const ahead = use(ClockContext)
  const [now, setNow] = useState(() => Date.now() + ahead)
  useEffect(() => {
    const tick = () => setNow(Date.now() + ahead)
    tick()
    const timer = setInterval(tick, 1000)
    return () => clearInterval(timer)
  }, [ahead])
  return now
}
