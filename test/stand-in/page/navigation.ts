import type { CdpSession } from '../cdp/connection.ts'
import { fromAlias, toAlias } from '../electron/aliases.ts'
import { makeEvent } from '../electron/emitter.ts'
import { ignoreLate } from '../log.ts'
import type { FrameTree } from './frames.ts'

/** What the navigation of a page needs from its WebContents. */
export interface NavigationOwner {
  readonly frames: FrameTree
  emit(event: string, ...args: unknown[]): boolean
  withSession<T>(work: (session: CdpSession) => Promise<T>): Promise<T>
}

/** Chromium's numbers for the failures that can happen here; -2 is "failed" without a reason. */
const NET_ERRORS: Record<string, number> = {
  ERR_ABORTED: -3,
  ERR_BLOCKED_BY_CLIENT: -20,
  ERR_NAME_NOT_RESOLVED: -105,
}

/** Where a page goes: by the app's own wish (`loadURL`), or by anybody else's (`will-navigate`). */
export class Navigation {
  readonly #owner: NavigationOwner
  #loading = false
  /** The address the app itself asked for: nobody is asked about that one. */
  #ownWish: string | undefined
  #finish: (() => void) | undefined

  constructor(owner: NavigationOwner) {
    this.#owner = owner
  }

  get loading(): boolean {
    return this.#loading
  }

  /** Resolves when the page has loaded; rejects with Chromium's code, as Electron's `loadURL`. */
  async load(url: string): Promise<void> {
    const alias = toAlias(url)
    this.#begin(fromAlias(alias))
    let loaded: Promise<void> | undefined
    const { errorText } = await this.#owner.withSession((session) => {
      loaded = new Promise((resolve) => (this.#finish = resolve))
      return session.send('Page.navigate', { url: alias })
    })
    if (!errorText) return loaded
    this.#loading = false
    const code = errorText.replace('net::', '')
    const errno = NET_ERRORS[code] ?? -2
    this.#owner.emit('did-fail-load', makeEvent({}), errno, code, url, true)
    throw Object.assign(new Error(`${code} (${errno}) loading '${url}'`), { code, errno, url })
  }

  reload(): void {
    this.#begin(this.#owner.frames.main.url)
    this.#owner.withSession((session) => session.send('Page.reload')).catch(ignoreLate('reload'))
  }

  #begin(wish: string): void {
    this.#loading = true
    this.#ownWish = wish
    this.#owner.emit('did-start-loading')
  }

  /** False when the app vetoes: the request is then aborted and the page stays where it is. */
  mayGo(url: string, frameId: string): boolean {
    const { frames } = this.#owner
    const isMainFrame = frames.isMain(frameId)
    if (isMainFrame && this.#ownWish === url) {
      this.#ownWish = undefined
      return true
    }
    const frame = frames.find(frameId)?.handle ?? null
    const event = makeEvent({ url, isSameDocument: false, isMainFrame, frame, initiator: frame })
    this.#owner.emit('will-frame-navigate', event)
    if (isMainFrame) this.#owner.emit('will-navigate', event, url)
    if (isMainFrame && !event.defaultPrevented) this.#loading = true
    return !event.defaultPrevented
  }

  /** Chromium says the document has loaded. False for the empty page a window has before its first one. */
  finished(): boolean {
    if (this.#owner.frames.main.url === 'about:blank' && this.#ownWish !== undefined) return false
    this.#loading = false
    this.#owner.emit('did-finish-load', makeEvent({}))
    this.#owner.emit('did-stop-loading')
    this.#finish?.()
    this.#finish = undefined
    return true
  }
}
