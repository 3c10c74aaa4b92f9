/**
 * The screens leave the document while the desk is locked and come back as they were. React keeps them in an
 * element of ours, so a half-entered form survives, but no customer's data stands in the page meanwhile — not even
 * behind the cover, where a tool that reads the page would find it.
 */
import { useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'

export function SetAside({ aside, children }: { readonly aside: boolean; readonly children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  const [screens] = useState(() => boxless(document.createElement('div')))
  useLayoutEffect(() => {
    if (place.current !== null) boxless(place.current).append(screens)
    return aside ? takeAway(screens) : undefined
  }, [aside, screens])
  return (
    <>
      <div ref={place} />
      {createPortal(children, screens)}
    </>
  )
}

/** The frame is laid out as if neither element stood around it. */
function boxless(element: HTMLDivElement): HTMLDivElement {
  element.style.display = 'contents'
  return element
}

/** Takes the screens and the dialogs, lists and toasts over them out of the document. Answers the way back. */
function takeAway(screens: HTMLElement): () => void {
  const place = screens.parentElement
  const overlays = [...document.querySelectorAll<HTMLElement>('body > [data-portal]')]
  const taken = [screens, ...overlays]
  const focused = document.activeElement
  const scrolled = taken
    .flatMap((element) => [...element.querySelectorAll('*')])
    .filter((element) => element.scrollTop !== 0 || element.scrollLeft !== 0)
    .map((element) => ({ element, left: element.scrollLeft, top: element.scrollTop }))
  for (const element of taken) element.remove()
  return () => {
    place?.append(screens)
    document.body.append(...overlays)
    for (const { element, left, top } of scrolled) element.scrollTo(left, top)
    if (focused instanceof HTMLElement && focused.isConnected) focused.focus()
  }
}
