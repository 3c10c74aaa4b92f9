import type { BrowserWindowConstructorOptions, Rectangle } from 'electron'
import { boot } from '../boot.ts'
import { chromium } from '../cdp/chromium.ts'
import type { Protocol } from '../cdp/protocol.ts'
import { createPage } from '../cdp/targets.ts'
import { debug, ignoreLate, record } from '../log.ts'
import { app } from './app.ts'
import { ElectronEmitter, makeEvent } from './emitter.ts'
import { requireReady } from './lifecycle.ts'
import { WebContents, type WindowOfPage } from './web-contents.ts'
import { addWindow, removeWindow } from './window-list.ts'

const windows = new Map<number, BrowserWindow>()
let lastId = 0

/**
 * A window of Chromium. Its state (shown, minimised, bounds) is kept here as the app set it; headless Chromium
 * has no desktop that could change it.
 */
export class BrowserWindow extends ElectronEmitter implements WindowOfPage {
  readonly id = (lastId += 1)
  readonly webContents: WebContents
  #bounds: Rectangle
  #title: string
  #visible: boolean
  #minimized = false
  #maximized = false
  #painted = false
  #destroyed = false

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super()
    requireReady('Cannot create BrowserWindow')
    const { x = 0, y = 0, width = 800, height = 600 } = options
    this.#bounds = { x, y, width, height }
    this.#title = options.title ?? app.name
    this.#visible = options.show ?? true
    this.webContents = new WebContents(this, options.webPreferences ?? {})
    windows.set(this.id, this)
    addWindow(this)
    app.emit('web-contents-created', makeEvent({}), this.webContents)
    app.emit('browser-window-created', makeEvent({}), this)
    this.#open().catch((error: unknown) => debug(`window ${this.id}: ${String(error)}`))
  }

  async #open(): Promise<void> {
    await this.webContents.attach(await createPage(this.#bounds))
    if (boot.headed) await this.#applyBounds()
  }

  /**
   * Chromium changes the bounds of a normal window only, so that state comes first. There are no hidden windows:
   * on a desktop a hidden one is minimised. Headless has no desktop and only sizes.
   */
  async #applyBounds(): Promise<void> {
    await this.webContents.withSession(async (_session, targetId) => {
      const { windowId } = await chromium.browser.send('Browser.getWindowForTarget', { targetId })
      const set = (bounds: Protocol.Browser.Bounds) =>
        chromium.browser.send('Browser.setWindowBounds', { windowId, bounds })
      const { x: left, y: top, width, height } = this.#bounds
      if (boot.headed) await set({ windowState: 'normal' })
      await set({ left, top, width, height })
      if (!boot.headed) return
      if (!this.#visible || this.#minimized) await set({ windowState: 'minimized' })
      else if (this.#maximized) await set({ windowState: 'maximized' })
    })
  }

  #changed(event: string): void {
    this.#applyBounds().catch(ignoreLate(event))
    this.emit(event)
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }

  loadFile(file: string): Promise<void> {
    return this.webContents.loadFile(file)
  }

  reload(): void {
    this.webContents.reload()
  }

  // --- closing ----------------------------------------------------------------------------------------------

  /** `close` may be vetoed by the app, then by the page's beforeunload. */
  close(): void {
    if (this.#destroyed) return
    const event = makeEvent({})
    this.emit('close', event)
    if (event.defaultPrevented) app.closeWasVetoed()
    else if (this.webContents.isCrashed()) this.destroy()
    else this.webContents.askToClose()
  }

  /** Asks nobody. */
  destroy(): void {
    this.webContents.markDestroyed()
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  pageClosed(): void {
    this.#destroyed = true
    windows.delete(this.id)
    removeWindow(this)
    this.emit('closed', makeEvent({}))
    app.windowClosed()
  }

  pagePainted(): void {
    if (this.#painted) return
    this.#painted = true
    this.emit('ready-to-show')
  }

  openWindow(options: BrowserWindowConstructorOptions): BrowserWindow {
    return new BrowserWindow(options)
  }

  // --- what the user would see ------------------------------------------------------------------------------

  show(): void {
    this.#visible = true
    this.#changed('show')
  }

  showInactive(): void {
    this.show()
  }

  hide(): void {
    this.#visible = false
    this.#changed('hide')
  }

  isVisible(): boolean {
    return this.#visible
  }

  focus(): void {
    this.webContents.focus()
    this.emit('focus')
  }

  isFocused(): boolean {
    return BrowserWindow.getFocusedWindow() === this
  }

  minimize(): void {
    this.#minimized = true
    this.#changed('minimize')
  }

  isMinimized(): boolean {
    return this.#minimized
  }

  maximize(): void {
    this.#maximized = true
    this.#changed('maximize')
  }

  unmaximize(): void {
    this.#maximized = false
    this.#changed('unmaximize')
  }

  isMaximized(): boolean {
    return this.#maximized
  }

  isFullScreen(): boolean {
    return false
  }

  restore(): void {
    this.#minimized = false
    this.#changed('restore')
  }

  setTitle(title: string): void {
    this.#title = title
  }

  getTitle(): string {
    return this.#title
  }

  setMenu(menu: object | null): void {
    record('BrowserWindow.setMenu', menu !== null)
  }

  removeMenu(): void {
    record('BrowserWindow.removeMenu', this.id)
  }

  setMenuBarVisibility(visible: boolean): void {
    record('BrowserWindow.setMenuBarVisibility', visible)
  }

  setBackgroundColor(color: string): void {
    record('BrowserWindow.setBackgroundColor', color)
  }

  /** Keeps the window out of screenshots on a real desktop. */
  setContentProtection(enabled: boolean): void {
    record('BrowserWindow.setContentProtection', enabled)
  }

  setMinimumSize(width: number, height: number): void {
    record('BrowserWindow.setMinimumSize', [width, height])
  }

  flashFrame(flag: boolean): void {
    record('BrowserWindow.flashFrame', flag)
  }

  // --- size: without a frame around it, a window and its content have the same --------------------------------

  getBounds(): Rectangle {
    return { ...this.#bounds }
  }

  getNormalBounds(): Rectangle {
    return this.getBounds()
  }

  getContentBounds(): Rectangle {
    return this.getBounds()
  }

  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
    this.#changed('resize')
  }

  getSize(): [number, number] {
    return [this.#bounds.width, this.#bounds.height]
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }

  getContentSize(): [number, number] {
    return this.getSize()
  }

  setContentSize(width: number, height: number): void {
    this.setBounds({ width, height })
  }

  center(): void {
    record('BrowserWindow.center', this.id)
  }

  // --- all windows ------------------------------------------------------------------------------------------

  static getAllWindows(): BrowserWindow[] {
    return [...windows.values()]
  }

  static fromId(id: number): BrowserWindow | null {
    return windows.get(id) ?? null
  }

  static fromWebContents(page: WebContents | null | undefined): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === page) ?? null
  }

  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.getAllWindows().findLast((window) => window.isVisible()) ?? null
  }
}
