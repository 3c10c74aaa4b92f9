/** A scanner types like a keyboard, wherever the focus is: its scans go to the screen that wants a label. */
import { createContext, use, useEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import type { Layout } from './key-codes.ts'
import { watchLayout } from './layout.ts'
import { listenForScans, type Taker } from './listen.ts'

interface Place extends Taker {
  /** Inside a dialog; null: on the screen. */
  readonly within: RefObject<HTMLElement | null> | null
}

/** Those who want scans, the last one first to be asked. */
type Places = Set<Place>

const PlacesContext = createContext<Places | null>(null)

/** Listens for a scanner; inside, {@link useScan} takes what it reads. */
export function Scanner({ children }: { readonly children: ReactNode }) {
  const [places] = useState<Places>(() => new Set())
  useEffect(() => {
    let layout: Layout = 'jis'
    const stopWatching = watchLayout((asked) => {
      layout = asked
    })
    const stopListening = listenForScans(
      () => topmost(places),
      () => layout,
    )
    return () => {
      stopWatching()
      stopListening()
    }
  }, [places])
  return <PlacesContext value={places}>{children}</PlacesContext>
}

/** A modal dialog, the lock cover among them, keeps scans from everything that does not stand in it. */
function topmost(places: Places): Place | null {
  if (places.size === 0) return null
  const dialog = [...document.querySelectorAll('[role=dialog][aria-modal=true], dialog[open]')].at(-1) ?? null
  const fits = ({ within }: Place): boolean => {
    if (dialog === null) return within === null
    return within !== null && dialog.contains(within.current)
  }
  return [...places].findLast(fits) ?? null
}

/**
 * Takes scans while this screen stands. `wants` is asked before anything is undone; what is not wanted stays
 * where the scanner typed it. In a dialog, `within` is an element of it. Nothing while `enabled` is false.
 */
export function useScan(
  { wants, onScan }: Taker,
  {
    within = null,
    enabled = true,
  }: { readonly within?: RefObject<HTMLElement | null> | null; readonly enabled?: boolean } = {},
): void {
  const places = use(PlacesContext)
  if (places === null) throw new Error('useScan outside of Scanner')
  const latest = useRef({ wants, onScan })
  useEffect(() => {
    latest.current = { wants, onScan }
  })
  useEffect(() => {
    if (!enabled) return
    const place: Place = {
      within,
      wants: (text, inField) => latest.current.wants(text, inField),
      onScan: (text) => latest.current.onScan(text),
    }
    places.add(place)
    return () => void places.delete(place)
  }, [places, within, enabled])
}
