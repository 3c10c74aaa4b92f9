/** How far a long work of main is. */
import { useEffect, useState } from 'react'
import type { Notice } from '../../preload/contract/channels.ts'

type Progress = Extract<Notice, { kind: 'progress' }>

/** The last progress of `work`; null before the first. */
export function useProgress(
  work: Progress['work'],
): { readonly done: number; readonly total: number } | null {
  const [progress, setProgress] = useState<Progress | null>(null)
  useEffect(
    () =>
      window.desk.onNotice((notice) => {
        if (notice.kind === 'progress' && notice.work === work) setProgress(notice)
      }),
    [work],
  )
  return progress
}
