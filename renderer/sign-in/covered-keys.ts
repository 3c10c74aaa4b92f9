/**
 * While the lock cover is up, no key reaches the screens beneath. Inertness stops focus and clicks, not the
 * listeners that open dialogs and screens keep on the window (Escape would close a half-filled dialog), so
 * the keys are stopped first of all: call this before anything is rendered. Typing into the cover and
 * submitting it are default actions and go on.
 */
export function guardCoveredKeys(): void {
  window.addEventListener(
    'keydown',
    (event) => {
      if (document.querySelector('dialog[data-lock-cover][open]') === null) return
      event.stopImmediatePropagation()
      if (event.key === 'Escape') event.preventDefault()
    },
    true,
  )
}
