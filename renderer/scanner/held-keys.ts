/**
 * Outside of fields a character is a command at once (a digit chooses, `?` opens the help), so it waits until
 * the pace has told whether a scanner or a person pressed it. A person's keys are then given as they were.
 */
import { isField } from './typed-fields.ts'

export interface HeldKeys {
  /** Takes the key away from everybody. */
  readonly hold: (event: KeyboardEvent) => void
  readonly some: () => boolean
  /** They were a person's. */
  readonly release: () => void
  /** They were a scanner's. */
  readonly drop: () => void
  /** A key that was given back: not to be read again. */
  readonly isReleased: (event: KeyboardEvent) => boolean
}

export function makeHeldKeys(): HeldKeys {
  let held: KeyboardEvent[] = []
  const released = new WeakSet<KeyboardEvent>()
  const release = (event: KeyboardEvent): void => {
    const { key, code, location, ctrlKey, shiftKey, altKey, metaKey, repeat } = event
    const again = new KeyboardEvent('keydown', {
      key,
      code,
      location,
      ctrlKey,
      shiftKey,
      altKey,
      metaKey,
      repeat,
      bubbles: true,
      cancelable: true,
      composed: true,
    })
    released.add(again)
    // An earlier one may have moved the focus on.
    const target = document.activeElement ?? document.body
    const unused = target.dispatchEvent(again)
    // A made event types nothing; execCommand is the one way that keeps the caret and the field's own undo.
    if (unused && isField(target) && key.length === 1) document.execCommand('insertText', false, key)
  }
  return {
    hold: (event) => {
      event.preventDefault()
      event.stopImmediatePropagation()
      held.push(event)
    },
    some: () => held.length > 0,
    release: () => {
      const given = held
      held = []
      for (const event of given) release(event)
    },
    drop: () => {
      held = []
    },
    isReleased: (event) => released.has(event),
  }
}
