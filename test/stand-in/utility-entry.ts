/**
 * The start of a utility process: gives it Electron's `process.parentPort`, then loads the app's module.
 * It ends with its parent, however that ended.
 */
import { EventEmitter } from 'node:events'
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

const [modulePath = '', ...args] = process.argv.slice(2)

class ParentPort extends EventEmitter {
  #early: unknown[] | undefined = []

  /** Messages wait until somebody listens, as they do in a MessagePort. */
  start(): void {
    const early = this.#early ?? []
    this.#early = undefined
    for (const data of early) this.receive(data)
  }

  receive(data: unknown): void {
    if (this.#early) this.#early.push(data)
    else this.emit('message', { data, ports: [] })
  }

  override on(event: string, listener: (...values: never[]) => void): this {
    super.on(event, listener as (...values: unknown[]) => void)
    if (event === 'message') queueMicrotask(() => this.start())
    return this
  }

  postMessage(message: unknown, transfer?: readonly unknown[]): void {
    if (transfer?.length) throw new Error('The Electron stand-in cannot transfer message ports')
    process.send?.(structuredClone(message))
  }
}

const parentPort = new ParentPort()
process.on('message', (data) => parentPort.receive(data))
process.on('disconnect', () => process.exit(0))
Object.assign(process, { parentPort, type: 'utility' })
process.argv = [process.argv[0] ?? 'node', modulePath, ...args]

// A utility process has `net` and `systemPreferences` only; Fobdesk's use neither.
registerHooks({
  resolve(specifier, context, next) {
    if (!/^electron(\/|$)/.test(specifier)) return next(specifier, context)
    throw new Error('The Electron stand-in has no "electron" module in a utility process')
  },
})
await import(pathToFileURL(modulePath).href)
