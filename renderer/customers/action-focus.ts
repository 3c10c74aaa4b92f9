/** The focus on a page's first action: `Page` itself looks for first fields in its body only. */
import { useEffect, useRef, type RefObject } from 'react'

/** Put the ref on the button; it has the focus when the screen appears and whenever `key` changes. */
export function useActionFocus(key?: unknown): RefObject<HTMLButtonElement | null> {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [key])
  return button
}
