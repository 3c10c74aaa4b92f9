/** Keyboard habits of a Japanese counter, safe under an input method. */
import { useEffect, useRef, type KeyboardEvent as ReactKeyboardEvent, type RefObject } from 'react'

/** A key that belongs to the input method (conversion, candidate choice) and must not act. */
export function isComposing(event: KeyboardEvent | ReactKeyboardEvent): boolean {
  const native = 'nativeEvent' in event ? event.nativeEvent : event
  return native.isComposing || native.keyCode === 229
}

const focusable =
  'input:not([disabled]):not([type=hidden]), select:not([disabled]), textarea:not([disabled]), button:not([disabled]), [tabindex="0"]'

const isVisible = (element: HTMLElement) => element.offsetParent !== null

/**
 * Enter moves to the next field instead of submitting (Japanese habit); on a button, in a text area and in
 * an open list it keeps its own meaning. `<form onKeyDown={useEnterMovesOn()}>` or on any container.
 * `onLast` runs when Enter is pressed in the last field.
 */
export function useEnterMovesOn(onLast?: () => void): (event: ReactKeyboardEvent<HTMLElement>) => void {
  return (event) => {
    if (event.key !== 'Enter' || isComposing(event) || event.ctrlKey || event.altKey || event.metaKey) return
    const field = event.target
    if (!(field instanceof HTMLInputElement) && !(field instanceof HTMLSelectElement)) return
    if (field.getAttribute('aria-expanded') === 'true') return // an open list takes Enter as its choice
    event.preventDefault()
    const fields = [...event.currentTarget.querySelectorAll<HTMLElement>(focusable)].filter(isVisible)
    const step = event.shiftKey ? -1 : 1
    const rest =
      step === 1 ? fields.slice(fields.indexOf(field) + 1) : fields.slice(0, fields.indexOf(field)).reverse()
    const next = rest.find((element) => element.tabIndex >= 0)
    const isField =
      next instanceof HTMLInputElement ||
      next instanceof HTMLSelectElement ||
      next instanceof HTMLTextAreaElement
    if (onLast !== undefined && step === 1 && !isField) {
      onLast()
      return
    }
    const submit = event.currentTarget.querySelector<HTMLElement>('[type=submit]:not([disabled])')
    if (!isField && step === 1 && submit !== null) {
      submit.focus()
      return
    }
    next?.focus()
    if (next instanceof HTMLInputElement) next.select()
  }
}

/** Ctrl+Enter and F12 register, wherever the focus is on the screen. Nothing while `enabled` is false. */
export function useRegisterKey(register: () => void, enabled = true): void {
  const latest = useRef(register)
  const dialogKey = useDialogKey()
  useEffect(() => {
    latest.current = register
  })
  useEffect(() => {
    if (!enabled) return
    const onKey = (event: KeyboardEvent) => {
      if (isComposing(event) || event.repeat || event === dialogKey.current) return
      if (event.key === 'F12' || (event.key === 'Enter' && event.ctrlKey)) {
        event.preventDefault()
        latest.current()
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [enabled, dialogKey])
}

/** Esc goes back, unless a dialog or an open list takes it. */
export function useBackKey(back: () => void, enabled = true): void {
  const latest = useRef(back)
  const dialogKey = useDialogKey()
  useEffect(() => {
    latest.current = back
  })
  useEffect(() => {
    if (!enabled) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || isComposing(event) || event.defaultPrevented) return
      if (event === dialogKey.current) return
      if (event.target instanceof Element && event.target.getAttribute('aria-expanded') === 'true') return
      latest.current()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [enabled, dialogKey])
}

/** A function key of this screen. Nothing under a dialog, or while `enabled` is false. */
export function useFunctionKey(name: 'F7' | 'F9', act: () => void, enabled = true): void {
  const latest = useRef(act)
  const dialogKey = useDialogKey()
  useEffect(() => {
    latest.current = act
  })
  useEffect(() => {
    if (!enabled) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== name || isComposing(event) || event.repeat || event === dialogKey.current) return
      event.preventDefault()
      latest.current()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [name, enabled, dialogKey])
}

/**
 * The last key, if a dialog stood over the screen when it was pressed. Mantine closes its dialogs while an Escape
 * is still on its way down; the screen beneath must not take the same Escape as its own.
 */
function useDialogKey(): RefObject<KeyboardEvent | null> {
  const last = useRef<KeyboardEvent | null>(null)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      last.current = isUnderDialog() ? event : null
    }
    window.addEventListener('keydown', onKey, { capture: true })
    return () => window.removeEventListener('keydown', onKey, { capture: true })
  }, [])
  return last
}

/** A modal dialog is open: the screen beneath takes no keys. */
export function isUnderDialog(): boolean {
  return document.querySelector('[role=dialog][aria-modal=true], dialog[open]') !== null
}

/** Fields and tables; a switch or a tick box is nowhere to begin. */
const firstFields = 'input:not([disabled]):not([type=checkbox]), textarea, select, [role=grid]'

/**
 * Puts the focus on the first field, or the first table, inside `root` when the screen appears and whenever
 * `key` changes. `Page` does it for every screen.
 */
export function useFirstFocus(root: RefObject<HTMLElement | null>, key?: unknown): void {
  useEffect(() => {
    const marked = root.current?.querySelector<HTMLElement>('[data-first-focus]')
    const found = root.current?.querySelectorAll<HTMLElement>(firstFields) ?? []
    const first = marked ?? [...found].find((field) => field.tabIndex >= 0 && isVisible(field))
    first?.focus()
  }, [root, key])
}
