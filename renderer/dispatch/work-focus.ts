/** The focus between queue and work: scanning goes on by itself, walking through the queue is not disturbed. */
import { useCallback, useEffect, useRef, type RefObject } from 'react'

/**
 * `work` marks the part beside the queue; its field `[data-work-focus]` gets the focus when the work begins
 * and at each step (`step` changes), unless the person is walking through the queue just now.
 */
export function useWorkFocus(step: string): {
  readonly work: RefObject<HTMLDivElement | null>
  readonly focusWork: () => void
} {
  const work = useRef<HTMLDivElement>(null)
  const begun = useRef(false)
  const focusWork = useCallback(() => {
    work.current?.querySelector<HTMLElement>('[data-work-focus]')?.focus()
  }, [])
  useEffect(() => {
    const walking = document.activeElement?.getAttribute('role') === 'grid'
    if (walking && begun.current) return
    if (work.current?.querySelector('[data-work-focus]')) begun.current = true
    focusWork()
    // The last of the queue is done, and its fields are gone: on with the next tab.
    if (begun.current && document.activeElement === document.body)
      document.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus()
  }, [step, focusWork])
  return { work, focusWork }
}
