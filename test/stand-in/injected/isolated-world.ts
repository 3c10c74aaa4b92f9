import type { makeBridge as MakeBridge } from './bridge.ts'
import type { makeCodec as MakeCodec } from './codec.ts'
import type { makeIpcRenderer as MakeIpcRenderer, MainMessage, RendererMessage } from './ipc-renderer.ts'
import type { WorldSecrets } from './main-world.ts'

export interface IsolatedWorldParts {
  readonly makeBridge: typeof MakeBridge
  readonly makeCodec: typeof MakeCodec
  readonly makeIpcRenderer: typeof MakeIpcRenderer
  readonly refuseUnknown: <T extends object>(name: string, api: T) => T
}

export interface IsolatedWorldSettings {
  readonly secrets: WorldSecrets
  /** The function that carries text to main; it exists in this world only and is removed at once. */
  readonly bindingName: string
  /** The function through which main speaks to this world. */
  readonly receiverName: string
  readonly preloadPath: string
  readonly inSubFrames: boolean
  readonly process: object
}

/** A preload as CommonJS sees itself: the names of the module wrapper. */
export type PreloadFunction = (exports: object, require: unknown, module: object, process: object) => void

/**
 * Runs in the isolated world: gives the preload its `require('electron')` and its `process`, and reports clicks
 * that would open a window. Electron runs a preload in the top frame only, unless nodeIntegrationInSubFrames.
 * Its source text is injected; it must not refer to anything outside itself.
 */
export function prepareIsolatedWorld(
  parts: IsolatedWorldParts,
  settings: IsolatedWorldSettings,
  preload: PreloadFunction | undefined,
): void {
  const world = globalThis as unknown as Record<string, unknown>
  const send = world[settings.bindingName] as (text: string) => void
  delete world[settings.bindingName]
  const post = (message: RendererMessage, body = '') => send(`${JSON.stringify(message)}\n${body}`)

  const openWindow = ([url, name, features]: [string, string, string]) =>
    post({ kind: 'open-window', url, name, features })
  window.addEventListener(settings.secrets.openWindow, (event) => {
    openWindow((event as CustomEvent<[string, string, string]>).detail)
  })
  const onClick = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button === 2) return
    const link = event
      .composedPath()
      .find((node): node is HTMLAnchorElement => node instanceof HTMLAnchorElement)
    if (!link?.href) return
    const newWindow = event.button === 1 || event.ctrlKey || event.metaKey || event.shiftKey
    if (link.target !== '_blank' && !newWindow) return
    event.preventDefault()
    openWindow([link.href, link.target, ''])
  }
  window.addEventListener('click', onClick)
  window.addEventListener('auxclick', onClick)

  if (!preload || location.href === 'about:blank') return
  if (window.top !== window && !settings.inSubFrames) return

  const codec = parts.makeCodec(
    // Both are in Chromium, but not yet in TypeScript's description of ES2024.
    (bytes) => (bytes as Uint8Array & { toBase64(): string }).toBase64(),
    (text) =>
      (Uint8Array as unknown as { fromBase64(text: string): Uint8Array<ArrayBuffer> }).fromBase64(text),
  )
  const ipc = parts.makeIpcRenderer(codec, post)
  world[settings.receiverName] = (message: string) => {
    const end = message.indexOf('\n')
    ipc.receive(JSON.parse(message.slice(0, end)) as MainMessage, message.slice(end + 1))
  }
  const bridge = parts.makeBridge(settings.secrets.toMain, settings.secrets.toIsolated, () => undefined)

  const electron = parts.refuseUnknown('electron (in a preload)', {
    contextBridge: parts.refuseUnknown('contextBridge', {
      exposeInMainWorld: (name: string, api: unknown) => bridge.expose(name, api),
    }),
    ipcRenderer: parts.refuseUnknown('ipcRenderer', ipc.ipcRenderer),
  })
  const modules: Record<string, unknown> = {
    electron,
    'electron/renderer': electron,
    'electron/common': electron,
    timers: { setTimeout, clearTimeout, setInterval, clearInterval },
    url: { URL, URLSearchParams },
  }
  const require = (name: string) => {
    const module = modules[name.replace(/^node:/, '')]
    if (!module) throw new Error(`module not found: ${name}`) // Electron's own words in a sandboxed preload
    return module
  }

  const module = { exports: {} }
  try {
    preload.call(module.exports, module.exports, require, module, settings.process)
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error))
    console.error(`Unable to load preload script: ${settings.preloadPath}\n${stack}`)
    post({ kind: 'preload-error', message, stack })
  }
}
