/**
 * What is told to Electron about our pages. Electron itself is recorded here, not imitated: that these settings
 * work is tested on a browser by `test/stand-in/fidelity` and the end-to-end runs.
 */
import { EventEmitter } from 'node:events'
import { beforeEach, expect, test, vi } from 'vitest'

interface Prevented {
  preventDefault(): void
}

const electron = vi.hoisted(() => ({
  windows: [] as {
    options: Electron.BrowserWindowConstructorOptions
    loaded: string[]
    destroyed: boolean
  }[],
  contents: [] as { emit(event: string, ...args: unknown[]): boolean }[],
  handled: undefined as undefined | ((request: Request) => Promise<Response>),
  boxes: [] as string[],
  exits: [] as number[],
  packaged: true,
  switches: new Set<string>(),
}))

vi.mock('electron', async () => {
  // Hoisted above this file's own imports.
  const { EventEmitter: Emitter } = await import('node:events')
  class BrowserWindow extends Emitter {
    readonly webContents = new Emitter()
    readonly #record
    constructor(options: Electron.BrowserWindowConstructorOptions) {
      super()
      this.#record = { options, loaded: [] as string[], destroyed: false }
      electron.windows.push(this.#record)
      electron.contents.push(this.webContents)
    }
    async loadURL(url: string): Promise<void> {
      this.#record.loaded.push(url)
    }
    destroy(): void {
      this.#record.destroyed = true
    }
    show(): void {
      this.emit('shown')
    }
  }
  const defaultSession = Object.assign(new Emitter(), {
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
  })
  class App extends Emitter {
    get isPackaged(): boolean {
      return electron.packaged
    }
    readonly commandLine = { hasSwitch: (name: string) => electron.switches.has(name) }
    exit(code: number): void {
      electron.exits.push(code)
    }
  }
  return {
    app: new App(),
    BrowserWindow,
    session: { defaultSession },
    dialog: { showErrorBox: (_title: string, content: string) => electron.boxes.push(content) },
    protocol: {
      registerSchemesAsPrivileged: vi.fn(),
      handle: (_scheme: string, handler: (request: Request) => Promise<Response>) => {
        electron.handled = handler
      },
    },
  }
})

const { app, session } = await import('electron')
const { cannotStart, startCode } = await import('../../../main/window/cannot-start.ts')
const { confinePages, isBeingDebugged } = await import('../../../main/window/confine.ts')
const { openDeskWindow } = await import('../../../main/window/desk-window.ts')
const { servePages } = await import('../../../main/window/pages.ts')
const { paperPrinter } = await import('../../../main/printing/paper-window.ts')

beforeEach(() => {
  electron.windows.length = 0
  electron.contents.length = 0
  electron.boxes.length = 0
  electron.exits.length = 0
  electron.switches.clear()
})

test('the desk’s page is isolated, sandboxed and without Node', () => {
  openDeskWindow('/out/preload/bridge.cjs', () => undefined)
  expect(electron.windows[0]?.options.webPreferences).toEqual({
    preload: '/out/preload/bridge.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
  })
})

test('a paper’s page has no preload and runs no script', async () => {
  const withdraw = vi.fn()
  const paper = { title: 't', sheet: { width: 210, height: 297 }, body: { html: '' }, css: '' }
  const printed = paperPrinter(() => ({ url: 'app://desk/paper/x.html', withdraw })).pdf(paper)
  // The recorded page cannot print; withdrawn and closed it is all the same.
  await expect(printed).rejects.toThrow(TypeError)
  expect(electron.windows[0]?.options.webPreferences).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    javascript: false,
  })
  expect(electron.windows[0]?.destroyed).toBe(true)
  expect(withdraw).toHaveBeenCalled()
})

test('a page that was killed comes again, three times; then the window closes', () => {
  const gone: string[] = []
  openDeskWindow('p', (reason) => gone.push(reason))
  const crash = (reason: string) => electron.contents[0]?.emit('render-process-gone', {}, { reason })
  crash('clean-exit')
  expect(electron.windows[0]?.loaded).toHaveLength(1)
  for (let times = 0; times < 3; times++) crash('crashed')
  expect(electron.windows[0]).toMatchObject({ destroyed: false, loaded: { length: 4 } })
  crash('oom')
  expect(electron.windows[0]).toMatchObject({ destroyed: true, loaded: { length: 4 } })
  expect(gone).toEqual(['crashed', 'crashed', 'crashed', 'oom'])
})

test('no page leaves our origin, opens a window, embeds, downloads or gets a permission', () => {
  const refused: string[] = []
  confinePages((what) => refused.push(what))
  let open: () => unknown = () => undefined
  const contents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: () => unknown) => (open = handler),
  })
  app.emit('web-contents-created', {} as Electron.Event, contents as unknown as Electron.WebContents)
  const prevented = (emitter: EventEmitter, event: string, ...args: unknown[]): boolean => {
    const preventDefault = vi.fn()
    emitter.emit(event, { preventDefault } satisfies Prevented, ...args)
    return preventDefault.mock.calls.length > 0
  }
  expect(prevented(contents, 'will-navigate', 'app://desk/index.html#/x')).toBe(false)
  for (const url of ['https://example.com/', 'app://desk.evil/', 'app://desk@evil/', 'file:///etc/passwd']) {
    expect(prevented(contents, 'will-navigate', url)).toBe(true)
  }
  expect(prevented(contents, 'will-attach-webview')).toBe(true)
  expect(prevented(session.defaultSession as unknown as EventEmitter, 'will-download')).toBe(true)
  expect(open()).toEqual({ action: 'deny' })
  const { setPermissionRequestHandler, setPermissionCheckHandler } = vi.mocked(session.defaultSession)
  const decided = vi.fn()
  setPermissionRequestHandler.mock.lastCall?.[0]?.({} as never, 'media', decided, {} as never)
  expect(decided).toHaveBeenCalledWith(false)
  expect(setPermissionCheckHandler.mock.lastCall?.[0]?.(null, 'usb', '', {} as never)).toBe(false)
  expect(refused).toContain('permission media')
})

test('the packaged program does not come up with a debugging port', () => {
  electron.packaged = true
  expect(isBeingDebugged()).toBe(false)
  electron.switches.add('remote-debugging-port')
  expect(isBeingDebugged()).toBe(true)
  electron.packaged = false
  expect(isBeingDebugged()).toBe(false)
})

test.each([
  '/%',
  '/%00',
  '/index.html%00.js',
  '/..%2f..%2fetc%2fpasswd',
  '/fonts/..%2f..%2fpackage.json',
  '/x.json',
])('app://desk%s is not found', async (path) => {
  const folder = import.meta.dirname
  servePages({ renderer: folder, fonts: folder, document: () => undefined })
  const answer = await electron.handled?.(new Request(`http://desk${path}`))
  expect(answer?.status).toBe(404)
})

test('a start that fails is said in a box, and the program ends', () => {
  cannotStart(Object.assign(new Error('a path of this PC'), { code: 'EACCES' }), 'ab12cd34')
  expect(electron.boxes[0]).toContain('STORE_READONLY ab12cd34')
  expect(electron.boxes[0]).not.toContain('a path of this PC')
  expect(electron.exits).toEqual([1])
  expect(startCode(Object.assign(new Error(), { code: 'SAFE_STORAGE_MISSING' }))).toBe('SAFE_STORAGE_MISSING')
  expect(startCode(new TypeError('a bug'))).toBe('INTERNAL')
})
