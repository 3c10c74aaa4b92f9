/** Which application of a queue is worked on; after one is done, the next one in the list. */
import { useState } from 'react'
import type { ApplicationView } from '../../preload/contract/views.ts'

export function useQueue(queue: readonly ApplicationView[], first: string | null) {
  const [chosen, setChosen] = useState<string | null>(first)
  const current = queue.find((each) => each.applicationId === chosen) ?? queue[0] ?? null
  return {
    current,
    choose: setChosen,
    /** Call it before the current one leaves the queue. */
    next: () => {
      const at = current === null ? -1 : queue.indexOf(current)
      setChosen((queue[at + 1] ?? queue[at - 1])?.applicationId ?? null)
    },
  }
}
