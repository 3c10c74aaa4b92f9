import { mkdirSync } from 'node:fs'
import { boot } from '../boot.ts'
import { language } from '../language.ts'
import { debug, record } from '../log.ts'
import { refuseUnknown } from '../injected/refuse-unknown.ts'
import { ElectronEmitter, makeEvent } from './emitter.ts'
import { lifecycle, mainScriptLoaded } from './lifecycle.ts'
import { getPath, setPath } from './paths.ts'
import { hasLock, releaseLock, requestLock } from './single-instance.ts'
import { openWindows } from './window-list.ts'

class App extends ElectronEmitter {
  name = boot.manifest.productName ?? boot.manifest.name ?? 'Electron'
  readonly isPackaged = false
  readonly #ready: Promise<void>

  readonly commandLine = refuseUnknown('app.commandLine', {
    appendSwitch(name: string, value = ''): void {
      boot.switches.set(name, value)
    },
    appendArgument(value: string): void {
      record('app.commandLine.appendArgument', value)
    },
    hasSwitch: (name: string) => boot.switches.has(name),
    getSwitchValue: (name: string) => boot.switches.get(name) ?? '',
    removeSwitch: (name: string): void => void boot.switches.delete(name),
  })

  constructor() {
    super()
    this.#ready = mainScriptLoaded.then(() => {
      lifecycle.phase = 'ready'
      this.emit('will-finish-launching')
      this.emit('ready', makeEvent({}), {})
    })
  }

  whenReady(): Promise<void> {
    return this.#ready
  }

  isReady(): boolean {
    return lifecycle.phase !== 'starting'
  }

  getName(): string {
    return this.name
  }

  setName(name: string): void {
    this.name = name
  }

  getVersion(): string {
    return boot.manifest.version ?? '0.0.0'
  }

  getAppPath(): string {
    return boot.appPath
  }

  getLocale(): string {
    return language
  }

  getSystemLocale(): string {
    return language === 'ja' ? 'ja-JP' : language
  }

  getPreferredSystemLanguages(): string[] {
    return [this.getSystemLocale()]
  }

  getPath(name: string): string {
    const place = getPath(name, this.name)
    if (name === 'logs') mkdirSync(place, { recursive: true }) // Electron creates this one on first use
    return place
  }

  setPath(name: string, place: string): void {
    setPath(name, place)
  }

  setAppLogsPath(place?: string): void {
    setPath('logs', place ?? this.getPath('logs'))
  }

  /** Every renderer of the stand-in is sandboxed anyway; the call is checked for its moment. */
  enableSandbox(): void {
    if (this.isReady()) throw new Error('app.enableSandbox() can only be called before app is ready')
  }

  disableHardwareAcceleration(): void {
    if (this.isReady()) {
      throw new Error('app.disableHardwareAcceleration() can only be called before app is ready')
    }
  }

  setAppUserModelId(id: string): void {
    record('app.setAppUserModelId', id)
  }

  focus(): void {
    record('app.focus', null)
  }

  requestSingleInstanceLock(additionalData?: Record<PropertyKey, unknown>): boolean {
    return requestLock(this.getPath('userData'), additionalData, (second) => {
      this.emit('second-instance', makeEvent({}), second.argv, second.workingDirectory, second.additionalData)
    })
  }

  hasSingleInstanceLock(): boolean {
    return hasLock()
  }

  releaseSingleInstanceLock(): void {
    releaseLock(this.getPath('userData'))
  }

  /** before-quit → each window's close (which may veto) → will-quit → quit → the process ends. */
  quit(): void {
    if (lifecycle.phase === 'ending' || lifecycle.closingToQuit) return
    const beforeQuit = makeEvent({})
    this.emit('before-quit', beforeQuit)
    if (beforeQuit.defaultPrevented) return
    lifecycle.closingToQuit = true
    this.continueQuitting()
  }

  /** Called again whenever a window has closed, until none is left. */
  continueQuitting(): void {
    const [window] = openWindows()
    if (!window) {
      const willQuit = makeEvent({})
      this.emit('will-quit', willQuit)
      if (willQuit.defaultPrevented) lifecycle.closingToQuit = false
      else this.#end(0)
      return
    }
    window.once('closed', () => queueMicrotask(() => lifecycle.closingToQuit && this.continueQuitting()))
    window.close()
  }

  /** A window's veto stops the whole quit, as in Electron. */
  closeWasVetoed(): void {
    lifecycle.closingToQuit = false
  }

  windowClosed(): void {
    if (lifecycle.closingToQuit || lifecycle.phase === 'ending' || openWindows().length > 0) return
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed')
    else this.quit()
  }

  /** Ends without asking anybody. */
  exit(code = 0): void {
    if (lifecycle.phase === 'ending') return
    lifecycle.phase = 'ending' // so that the last window's end does not start a quit of its own
    for (const window of openWindows()) window.destroy()
    this.#end(code)
  }

  #end(code: number): void {
    debug(`ending with ${code}`)
    lifecycle.phase = 'ending'
    this.emit('quit', makeEvent({}), code)
    process.exit(code)
  }
}

export const app = new App()
