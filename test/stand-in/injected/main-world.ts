import type { makeBridge as MakeBridge } from './bridge.ts'

/** Names of the run that page scripts must not be able to guess. */
export interface WorldSecrets {
  readonly toIsolated: string
  readonly toMain: string
  readonly openWindow: string
}

/**
 * Runs first in the page's own world, in every frame: receives what the preload exposes and turns `window.open`
 * into a question to the app, because Chromium itself was told to block every pop-up.
 * Its source text is injected; it must not refer to anything outside itself.
 */
export function prepareMainWorld(secrets: WorldSecrets, makeBridge: typeof MakeBridge): void {
  const dispatch = window.dispatchEvent.bind(window)
  const Message = CustomEvent

  window.open = function open(url = '', name = '', features = '') {
    const address = new URL(String(url), document.baseURI).href
    dispatch(new Message(secrets.openWindow, { detail: [address, String(name), String(features)] }))
    return null
  }

  makeBridge(secrets.toIsolated, secrets.toMain, (name, api) => {
    if (Object.prototype.hasOwnProperty.call(window, name)) {
      throw new Error('Cannot bind an API on top of an existing property on the window object')
    }
    Object.defineProperty(window, name, {
      value: api,
      enumerable: true,
      configurable: false,
      writable: false,
    })
  })
}
