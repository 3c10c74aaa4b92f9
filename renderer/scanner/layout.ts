/**
 * The system's keyboard layout, for which a scanner has to be set too. Asked again whenever the window comes to
 * the front: the layout may have been changed meanwhile. A system that does not say has a Japanese keyboard.
 */
import type { Layout } from './key-codes.ts'

/** Keyboard Map API (WICG), Chromium only; TypeScript's DOM library does not know it. */
interface KeyboardMap {
  readonly getLayoutMap: () => Promise<ReadonlyMap<string, string>>
}

/** Calls `onLayout` with each answer until the answered function is called. */
export function watchLayout(onLayout: (layout: Layout) => void): () => void {
  const { keyboard } = navigator as Navigator & { readonly keyboard?: KeyboardMap }
  if (keyboard === undefined) return () => undefined
  const ask = (): void => {
    keyboard.getLayoutMap().then(
      (map) => onLayout(map.get('BracketLeft') === '[' ? 'us' : 'jis'),
      // Refused where a policy forbids it; the last answer holds.
      () => undefined,
    )
  }
  ask()
  window.addEventListener('focus', ask)
  return () => window.removeEventListener('focus', ask)
}
