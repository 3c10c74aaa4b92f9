/** A promise that settles once the app's main script has loaded; Electron's `ready` waits for the same moment. */
let announceLoaded: () => void = () => undefined
export const mainScriptLoaded = new Promise<void>((resolve) => (announceLoaded = resolve))
export { announceLoaded }

export type Phase = 'starting' | 'ready' | 'ending'

/** One place for "how far is the app", so that modules need not import `app` and each other in a circle. */
export const lifecycle: { phase: Phase; closingToQuit: boolean } = { phase: 'starting', closingToQuit: false }

/** Electron's own error for an API that needs the `ready` event. */
export function requireReady(what: string): void {
  if (lifecycle.phase === 'starting') throw new Error(`${what} before app is ready`)
}
