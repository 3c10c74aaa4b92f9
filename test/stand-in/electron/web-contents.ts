import { pathToFileURL } from 'node:url'
import path from 'node:path'
import type { PrintToPDFOptions, WebContentsPrintOptions, WebPreferences } from 'electron'
import { boot } from '../boot.ts'
import type { CdpSession } from '../cdp/connection.ts'
import { closePage, listenToTarget, type HeldPage } from '../cdp/targets.ts'
import { debug, ignoreLate, note, noteOnce, record } from '../log.ts'
import { capture } from '../page/capture.ts'
import { followConsole } from '../page/console.ts'
import { FrameTree, type WebFrameMainLike } from '../page/frames.ts'
import { Navigation } from '../page/navigation.ts'
import { PageIpc } from '../page/ipc.ts'
import { printToPdf } from '../page/pdf.ts'
import type { WindowOpenHandler } from '../page/popups.ts'
import { RequestGate } from '../page/requests.ts'
import { setUpPage } from '../page/set-up.ts'
import { checkPreferences, readPreload, type PreloadResult } from '../page/web-preferences.ts'
import { fromAlias } from './aliases.ts'
import { ElectronEmitter, makeEvent } from './emitter.ts'
import { IpcMain } from './ipc-main.ts'
import { makeNativeImage, type NativeImageLike } from './native-image.ts'
import { followTheme, forgetTheme } from './native-theme.ts'
import { theSession } from './session.ts'
import { livingPages, pagesByTarget } from './web-contents-list.ts'

/** What a page tells the window it is in. */
export interface WindowOfPage {
  close(): void
  pagePainted(): void
  pageClosed(): void
  openWindow(options: object): { loadURL(url: string): Promise<void> }
}

/** How long a page may take to close. */
const CLOSE_GRACE_MS = 2000

let lastId = 0

export class WebContents extends ElectronEmitter {
  readonly id = (lastId += 1)
  readonly session = theSession
  readonly ipc = new IpcMain()
  readonly frames = new FrameTree()
  readonly #window: WindowOfPage
  readonly #pageIpc = new PageIpc(this)
  readonly #navigation = new Navigation(this)
  readonly #preload: PreloadResult
  #session: CdpSession | undefined
  #targetId: string | undefined
  #becomeAttached: () => void = () => undefined
  readonly #attached = new Promise<void>((resolve) => (this.#becomeAttached = resolve))
  #destroyed = false
  #crashed = false
  #objectedToClose = false
  #windowOpenHandler: WindowOpenHandler | undefined

  constructor(window: WindowOfPage, preferences: WebPreferences) {
    super()
    checkPreferences(preferences)
    this.#window = window
    this.#preload = readPreload(preferences)
    livingPages.set(this.id, this)
    this.on('newListener', (event) => {
      if (event === 'before-input-event') noteOnce('before-input-event is never emitted')
    })
  }

  // --- life -------------------------------------------------------------------------------------------------

  /** For the stand-in itself: takes over a page of Chromium. */
  async attach({ session, targetId }: HeldPage): Promise<void> {
    if (this.#destroyed) return closePage(targetId)
    this.#session = session
    this.#targetId = targetId
    pagesByTarget.set(targetId, this)
    this.frames.follow(session, targetId)
    this.#pageIpc.follow(session)
    this.#follow(session)
    listenToTarget(targetId, { crashed: () => this.#onCrash(), destroyed: () => this.markDestroyed() })
    const gate = new RequestGate(session, this)
    const { world, javascript } = this.#preload
    const scripts = session.send('Emulation.setScriptExecutionDisabled', { value: !javascript })
    await setUpPage(session, targetId, gate, world, [
      scripts,
      followTheme(session),
      theSession.firstPage(this),
    ])
    this.#becomeAttached()
    return undefined
  }

  #follow(session: CdpSession): void {
    session.listen('Page.frameNavigated', ({ frame }) => {
      if (!frame.parentId) this.emit('did-navigate', makeEvent({}), this.getURL(), 200, 'OK')
    })
    session.listen('Page.navigatedWithinDocument', ({ frameId }) => {
      const frame = this.frames.find(frameId)
      if (frame) this.emit('did-navigate-in-page', makeEvent({}), frame.url, this.frames.isMain(frameId))
    })
    session.listen('Page.domContentEventFired', () => this.emit('dom-ready', makeEvent({})))
    session.listen('Page.loadEventFired', () => this.#onLoad())
    session.listen('Page.lifecycleEvent', ({ name, frameId }) => {
      const painted = name === 'firstPaint' && this.frames.isMain(frameId) && this.getURL() !== 'about:blank'
      if (painted) this.#window.pagePainted()
    })
    session.listen('Page.javascriptDialogOpening', ({ type }) => this.#onDialog(session, type))
    followConsole(session, (line) =>
      this.emit('console-message', makeEvent({ ...line, frame: this.mainFrame })),
    )
  }

  #onLoad(): void {
    if (!this.#navigation.finished()) return
    if (boot.headed) this.#window.pagePainted() // a hidden window of a desktop is minimised, and never paints
    if (this.#preload.error) this.preloadFailed(this.#preload.error)
  }

  /** Electron cancels a close that the page objects to, unless the app overrules it. Other boxes are dismissed. */
  #onDialog(session: CdpSession, type: string): void {
    const unload = makeEvent({})
    if (type === 'beforeunload') {
      this.emit('will-prevent-unload', unload)
      this.#objectedToClose = !unload.defaultPrevented
    } else note(`a page showed a ${type} box; it was dismissed`)
    session
      .send('Page.handleJavaScriptDialog', { accept: unload.defaultPrevented })
      .catch(ignoreLate('dialog of a page')) // Playwright may have answered it first
  }

  #onCrash(): void {
    this.#crashed = true
    this.emit('render-process-gone', makeEvent({}), { reason: 'crashed', exitCode: 1 })
  }

  /** For the stand-in itself: the page is gone, or its window was destroyed. */
  markDestroyed(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    livingPages.delete(this.id)
    if (this.#session) forgetTheme(this.#session)
    if (this.#targetId !== undefined) {
      pagesByTarget.delete(this.#targetId)
      closePage(this.#targetId).catch(ignoreLate('close page'))
    }
    this.emit('destroyed')
    this.#window.pageClosed()
  }

  /**
   * For the stand-in itself: lets the page run its beforeunload handlers. A page that neither closes nor objects
   * (Chromium loses the request when a navigation is just beginning) is closed all the same.
   */
  askToClose(): void {
    this.#objectedToClose = false
    this.withSession((session) => session.send('Page.close')).catch(ignoreLate('close page'))
    setTimeout(() => this.#objectedToClose || this.markDestroyed(), CLOSE_GRACE_MS).unref()
  }

  /** For the stand-in itself: a command to the page, once there is one. */
  async withSession<T>(work: (session: CdpSession, targetId: string) => Promise<T>): Promise<T> {
    await this.#attached
    if (this.#destroyed) throw new Error('Object has been destroyed')
    return work(this.#session as CdpSession, this.#targetId as string)
  }

  close(): void {
    this.#window.close()
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  isCrashed(): boolean {
    return this.#crashed
  }

  forcefullyCrashRenderer(): void {
    this.withSession((session) => session.send('Page.crash')).catch(ignoreLate('crash'))
  }

  // --- loading ----------------------------------------------------------------------------------------------

  loadURL(url: string): Promise<void> {
    return this.#navigation.load(url)
  }

  loadFile(file: string): Promise<void> {
    return this.loadURL(pathToFileURL(path.resolve(boot.appPath, file)).href)
  }

  reload(): void {
    this.#navigation.reload()
  }

  isLoading(): boolean {
    return this.#navigation.loading
  }

  getURL(): string {
    return this.frames.main.url
  }

  /** See RequestOwner. */
  mayNavigate(url: string, frameId: string): boolean {
    return this.#navigation.mayGo(url, frameId)
  }

  isMainFrame(frameId: string): boolean {
    return this.frames.isMain(frameId)
  }

  frameHandle(frameId: string): WebFrameMainLike | null {
    return this.frames.find(frameId)?.handle ?? null
  }

  get mainFrame(): WebFrameMainLike {
    return this.frames.main.handle
  }

  // --- pop-ups ----------------------------------------------------------------------------------------------

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#windowOpenHandler = handler
  }

  windowOpenRequested(alias: string, frameName: string, features: string): void {
    const url = fromAlias(alias)
    const referrer = { url: this.getURL(), policy: 'strict-origin-when-cross-origin' }
    const details = { url, frameName, features, disposition: 'foreground-tab', referrer }
    const answer = this.#windowOpenHandler?.(details) ?? { action: 'allow' }
    if (answer.action !== 'allow') return
    const window = this.#window.openWindow(answer.overrideBrowserWindowOptions ?? {})
    this.emit('did-create-window', window, { url, frameName })
    window.loadURL(url).catch((error: unknown) => debug(`window.open: ${String(error)}`))
  }

  // --- messages, scripts, prints ----------------------------------------------------------------------------

  send(channel: string, ...args: unknown[]): void {
    this.#pageIpc.sendEvent(channel, args)
  }

  preloadFailed(error: Error): void {
    this.emit('preload-error', makeEvent({}), this.#preload.path, error)
  }

  async executeJavaScript(expression: string): Promise<unknown> {
    const options = { expression, awaitPromise: true, returnByValue: true }
    const answer = await this.withSession((session) => session.send('Runtime.evaluate', options))
    const { exceptionDetails } = answer
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return answer.result.value as unknown
  }

  printToPDF(options: PrintToPDFOptions): Promise<Buffer> {
    return this.withSession((session) => printToPdf(session, options))
  }

  /** There is no printer: the call is written down and reported as done. */
  print(
    options: WebContentsPrintOptions = {},
    callback?: (success: boolean, failureReason: string) => void,
  ): void {
    record('webContents.print', options)
    setImmediate(() => callback?.(true, ''))
  }

  getPrintersAsync(): Promise<never[]> {
    return Promise.resolve([])
  }

  async capturePage(): Promise<NativeImageLike> {
    return makeNativeImage(await this.withSession(capture))
  }

  getType(): string {
    return 'window'
  }

  focus(): void {
    this.withSession((session) => session.send('Page.bringToFront')).catch(ignoreLate('focus'))
  }

  openDevTools(): void {
    record('webContents.openDevTools', this.id)
  }

  closeDevTools(): void {
    record('webContents.closeDevTools', this.id)
  }

  isDevToolsOpened(): boolean {
    return false
  }
}
