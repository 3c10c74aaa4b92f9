/** The parts of Electron that reach into the desktop. Here there is none, so calls are only written down. */
import { refuseUnknown } from '../injected/refuse-unknown.ts'
import { record } from '../log.ts'
import { ElectronEmitter } from './emitter.ts'

export const shell = refuseUnknown('shell', {
  openExternal(url: string): Promise<void> {
    record('shell.openExternal', url)
    return Promise.resolve()
  },
  openPath(file: string): Promise<string> {
    record('shell.openPath', file)
    return Promise.resolve('')
  },
  showItemInFolder(file: string): void {
    record('shell.showItemInFolder', file)
  },
  beep(): void {
    record('shell.beep', null)
  },
})

let clipboardText = ''

/** A clipboard of its own: a test must neither read nor overwrite the developer's. Asynchronous since Electron 45. */
export const clipboard = refuseUnknown('clipboard', {
  readText: () => Promise.resolve(clipboardText),
  writeText(text: string): Promise<void> {
    clipboardText = text
    return Promise.resolve()
  },
  clear(): void {
    clipboardText = ''
  },
})

/** `lock-screen`, `suspend` and the others are emitted by tests: `powerMonitor.emit('suspend')`. */
class PowerMonitor extends ElectronEmitter {
  getSystemIdleTime(): number {
    return 0
  }

  getSystemIdleState(_idleThreshold: number): string {
    return 'active'
  }

  isOnBatteryPower(): boolean {
    return false
  }
}

export const powerMonitor = new PowerMonitor()

/** Nothing is kept from sleeping; the ids are real enough to be stopped. */
let lastBlocker = 0
const blockers = new Set<number>()
export const powerSaveBlocker = refuseUnknown('powerSaveBlocker', {
  start(type: string): number {
    record('powerSaveBlocker.start', type)
    lastBlocker += 1
    blockers.add(lastBlocker)
    return lastBlocker
  },
  stop: (id: number) => blockers.delete(id),
  isStarted: (id: number) => blockers.has(id),
})

const area = { x: 0, y: 0, width: 1920, height: 1080 }
const display = {
  id: 1,
  bounds: area,
  size: { width: area.width, height: area.height },
  workArea: area,
  workAreaSize: { width: area.width, height: area.height },
  scaleFactor: 1,
  rotation: 0,
}

/** One display of the size branch PCs have. */
class Screen extends ElectronEmitter {
  getPrimaryDisplay() {
    return display
  }

  getAllDisplays() {
    return [display]
  }

  getDisplayMatching(_rectangle: object) {
    return display
  }

  getDisplayNearestPoint(_point: object) {
    return display
  }

  getCursorScreenPoint() {
    return { x: 0, y: 0 }
  }
}

export const screen = new Screen()

export class Notification extends ElectronEmitter {
  readonly title: string
  readonly body: string

  constructor(options: { title?: string; body?: string } = {}) {
    super()
    this.title = options.title ?? ''
    this.body = options.body ?? ''
  }

  show(): void {
    record('Notification.show', { title: this.title, body: this.body })
    this.emit('show')
  }

  close(): void {
    this.emit('close')
  }

  static isSupported(): boolean {
    return true
  }
}

export const crashReporter = refuseUnknown('crashReporter', {
  start(options: object): void {
    record('crashReporter.start', options)
  },
  getUploadToServer: () => false,
})

export const net = refuseUnknown('net', {
  /** True, because the hub that main talks to in tests runs on this machine; pages have no network at all. */
  isOnline: () => true,
  fetch: (...args: Parameters<typeof fetch>) => fetch(...args),
})
