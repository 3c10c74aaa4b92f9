import { refuseUnknown } from '../injected/refuse-unknown.ts'
import { noteOnce, record } from '../log.ts'
import { ElectronEmitter } from './emitter.ts'
import { requireReady } from './lifecycle.ts'
import {
  applyPermissions,
  type PermissionCheckHandler,
  type PermissionRequestHandler,
} from './permissions.ts'
import { protocol } from './protocol.ts'
import { WebRequestListeners } from './web-request.ts'

/** The one session of the stand-in. Partitions are refused: they would share what must be separate. */
class Session extends ElectronEmitter {
  readonly protocol = protocol
  readonly requestListeners = new WebRequestListeners()
  readonly webRequest = this.requestListeners.api
  #request: PermissionRequestHandler | null = null
  #check: PermissionCheckHandler | null = null
  #page: object | undefined
  #applied: Promise<void> = Promise.resolve()

  constructor() {
    super()
    this.on('newListener', (event) => {
      if (event === 'will-download') noteOnce('will-download is never emitted: nothing can be downloaded')
    })
  }

  setPermissionRequestHandler(handler: PermissionRequestHandler | null): void {
    this.#request = handler
    this.#apply()
  }

  setPermissionCheckHandler(handler: PermissionCheckHandler | null): void {
    this.#check = handler
    this.#apply()
  }

  /** WebUSB, WebHID and Web Serial never offer a device in the stand-in, whatever the handler would say. */
  setDevicePermissionHandler(handler: unknown): void {
    record('session.setDevicePermissionHandler', typeof handler)
  }

  setUSBProtectedClassesHandler(handler: unknown): void {
    record('session.setUSBProtectedClassesHandler', typeof handler)
  }

  setDisplayMediaRequestHandler(handler: unknown): void {
    record('session.setDisplayMediaRequestHandler', typeof handler)
  }

  setCertificateVerifyProc(handler: unknown): void {
    record('session.setCertificateVerifyProc', typeof handler)
  }

  setSpellCheckerEnabled(enabled: boolean): void {
    record('session.setSpellCheckerEnabled', enabled)
  }

  /** For the stand-in itself: the first page is what permission handlers are asked with. */
  async firstPage(page: object): Promise<void> {
    if (!this.#page) {
      this.#page = page
      this.#apply()
    }
    await this.#applied
  }

  #apply(): void {
    const page = this.#page
    if (!page) return
    const handlers = { request: this.#request, check: this.#check }
    this.#applied = this.#applied.then(() => applyPermissions(handlers, page))
  }
}

export const theSession = new Session()

export const session = refuseUnknown('session', {
  get defaultSession(): Session {
    requireReady('session.defaultSession cannot be used')
    return theSession
  },
})
