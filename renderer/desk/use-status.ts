/** The state of the whole desk, which every screen may ask for. */
import { createContext, use } from 'react'
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
