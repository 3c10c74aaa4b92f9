/** The one listener for a scanner: from key events on the window to scans for whoever wants them. */
import { makeHeldKeys } from './held-keys.ts'
import type { Layout } from './key-codes.ts'
import { FAST, isScan, noRun, readKey, scanBefore, SILENCE, type KeyPress, type Run } from './key-run.ts'
import { isField, makeTypedFields } from './typed-fields.ts'

export interface Taker {
  /** `inField`: it stands in a field meanwhile, and stays there if it is not wanted. */
  readonly wants: (text: string, inField: boolean) => boolean
  readonly onScan: (text: string) => void
}

/** ms for the input method to hand over what it was composing, once its field has lost the focus. */
const COMPOSITION_ENDS = 50

/**
 * Listens until the answered function is called. `taker` says who would take a scan now; while it says null,
 * no key is looked at. Register it before listeners that act on keys.
 */
export function listenForScans(taker: () => Taker | null, layout: () => Layout): () => void {
  let run: Run = noRun
  let timer: ReturnType<typeof setTimeout> | undefined
  let takenAt = Number.NEGATIVE_INFINITY
  let composing = false
  const fields = makeTypedFields()
  const held = makeHeldKeys()

  const leave = (): void => {
    fields.forget()
    held.release()
    composing = false
  }
  /** Answers whether somebody took it; what it typed is undone before. */
  const take = (text: string): boolean => {
    const wanting = taker()
    if (wanting === null || !wanting.wants(text, fields.some())) {
      leave()
      return false
    }
    held.drop()
    const undo = fields.takeBack()
    const act = (): void => {
      undo()
      wanting.onScan(text)
    }
    if (composing) afterComposition(act)
    else act()
    composing = false
    return true
  }
  const silence = (): void => {
    const scan = scanBefore(run, Number.POSITIVE_INFINITY)
    if (scan !== null) {
      run = noRun
      take(scan)
    } else if (held.some()) {
      // Given back as a person's, they do not become a scan by what follows.
      run = { ...run, text: '', spoilt: true }
      leave()
    }
  }
  /** A busy window may run the timer before the keys that came meanwhile: let those through first. */
  const waitFor = (ms: number): void => {
    const due = performance.now() + ms
    timer = setTimeout(() => {
      if (performance.now() - due > FAST) waitFor(FAST)
      else silence()
    }, ms)
  }

  const onKey = (event: KeyboardEvent): void => {
    if (held.isReleased(event)) return
    clearTimeout(timer)
    if (taker() === null) {
      run = noRun
      leave()
      return
    }
    const press = pressOf(event)
    const ended = scanBefore(run, press.time)
    if (ended !== null) take(ended)
    const read = readKey(ended === null ? run : noRun, press, layout())
    if (read.fresh || read.run.spoilt) leave()
    run = read.run
    if (read.part === 'end') {
      // CR LF and Tab Enter: the second one belongs to the scan too.
      const second = read.scan === null && press.time - takenAt < SILENCE && !press.repeat
      if (second || (read.scan !== null && take(read.scan))) {
        takenAt = press.time
        event.preventDefault()
        event.stopImmediatePropagation()
      } else leave()
      return
    }
    if (run.spoilt || run.text === '') return
    composing ||= press.composing
    if (read.part === 'character') {
      if (isField(event.target)) fields.remember(event.target)
      // A lone space presses the button or ticks the box that has the focus, as a made event never would.
      else if (event.key !== ' ' || run.text.length > 1) held.hold(event)
    }
    if (isScan(run)) waitFor(SILENCE + FAST)
    else if (held.some()) waitFor(FAST + 5)
  }
  window.addEventListener('keydown', onKey, { capture: true })
  return () => {
    clearTimeout(timer)
    window.removeEventListener('keydown', onKey, { capture: true })
  }
}

/** Nothing cancels a composition from a page: without the focus it is written out, and can then be undone. */
function afterComposition(act: () => void): void {
  const focused = document.activeElement
  if (focused instanceof HTMLElement) focused.blur()
  setTimeout(() => {
    if (focused instanceof HTMLElement && document.activeElement === document.body) focused.focus()
    act()
  }, COMPOSITION_ENDS)
}

function pressOf(event: KeyboardEvent): KeyPress {
  return {
    code: event.code,
    key: event.key,
    shift: event.shiftKey,
    ctrl: event.ctrlKey,
    alt: event.altKey || event.metaKey,
    repeat: event.repeat,
    composing: event.isComposing || event.keyCode === 229,
    time: event.timeStamp,
  }
}
