import { ElectronEmitter } from './emitter.ts'

export type InvokeHandler = (event: object, ...args: unknown[]) => unknown

/** `ipcMain`, and each page's own `webContents.ipc`. */
export class IpcMain extends ElectronEmitter {
  readonly #handlers = new Map<string, InvokeHandler>()

  handle(channel: string, handler: InvokeHandler): void {
    if (typeof handler !== 'function') throw new TypeError(`Expected handler to be a function`)
    if (this.#handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`)
    }
    this.#handlers.set(channel, handler)
  }

  handleOnce(channel: string, handler: InvokeHandler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel)
      return handler(event, ...args)
    })
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel)
  }

  /** For the stand-in itself: who answers an invoke on this channel. */
  findHandler(channel: string): InvokeHandler | undefined {
    return this.#handlers.get(channel)
  }
}

export const ipcMain = new IpcMain()
// A message on a channel called "error" must not end the process, as it would with a plain emitter.
ipcMain.on('error', () => undefined)
