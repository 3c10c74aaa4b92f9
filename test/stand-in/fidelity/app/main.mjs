import { app, BrowserWindow, ipcMain, Menu, protocol, session, shell } from 'electron'
import { readFile } from 'node:fs/promises'
import path from 'node:path'

const folder = import.meta.dirname
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' }
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  'img-src app://main data:',
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
].join('; ')

/** What happened in main, for the tests to read. */
const log = []
globalThis.fidelityLog = log

app.enableSandbox()
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
])
if (!app.requestSingleInstanceLock({ from: 'second' })) app.exit(7)
app.on('second-instance', (_event, argv, cwd, data) => log.push(`second:${data?.from}:${cwd !== ''}`))
app.on('web-contents-created', (_event, contents) => log.push(`created:${contents.id > 0}`))
app.on('before-quit', () => log.push('before-quit'))
app.on('window-all-closed', () => app.quit())

async function serve(request) {
  const url = new URL(request.url)
  log.push(`request:${request.method}:${request.url}`)
  if (url.protocol !== 'app:' || url.host !== 'main') return new Response('no', { status: 404 })
  if (url.pathname === '/echo') {
    const headers = { 'x-method': request.method, 'x-sent': request.headers.get('x-sent') ?? '' }
    return new Response(await request.arrayBuffer(), { headers })
  }
  if (url.pathname === '/broken') throw new Error('the handler broke')
  const name = path.basename(url.pathname)
  try {
    const body = await readFile(path.join(folder, name))
    const headers = {
      'content-type': TYPES[path.extname(name)] ?? 'text/plain',
      'content-security-policy': POLICY,
      'cross-origin-opener-policy': 'same-origin', // makes Chromium change the page's process on the way in
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    }
    return new Response(body, { headers })
  } catch {
    return new Response('not found', { status: 404 })
  }
}

function describe(value) {
  if (value instanceof Map) return `Map(${[...value].map(([key, item]) => `${key}=${describe(item)}`)})`
  if (value instanceof Date) return `Date(${value.toISOString()})`
  if (value instanceof Error) return `${value.name}(${value.message})`
  if (Buffer.isBuffer(value)) return 'Buffer'
  if (value instanceof Uint8Array) return `Uint8Array(${value})`
  return `${typeof value}:${String(value)}`
}

function answerIpc() {
  ipcMain.handle('echo', (_event, ...args) => args[0])
  ipcMain.handle('describe', (_event, value) => describe(value))
  ipcMain.handle('fail', () => {
    throw new TypeError('main refused')
  })
  ipcMain.handle('uncloneable', () => () => 1)
  ipcMain.handle('buffer', () => Buffer.from([1, 2, 3]))
  ipcMain.handle('who', (event) => ({
    url: event.senderFrame?.url,
    origin: event.senderFrame?.origin,
    isTop: event.senderFrame?.parent === null,
    isMainFrame: event.senderFrame === event.sender.mainFrame,
    parentIsMainFrame: event.senderFrame?.parent === event.sender.mainFrame,
  }))
  ipcMain.on('one-way', (event, number) => event.reply('one-way-back', number + 1))
}

function guardPermissions() {
  const allowed = (permission) => permission === 'clipboard-sanitized-write'
  session.defaultSession.setPermissionRequestHandler((_contents, permission, callback) => {
    log.push(`permission:${permission}`)
    callback(allowed(permission))
  })
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => allowed(permission))
  session.defaultSession.webRequest.onBeforeRequest(
    { urls: ['app://main/forbidden*'] },
    (_details, callback) => callback({ cancel: true }),
  )
  session.defaultSession.webRequest.onHeadersReceived((details, callback) =>
    callback({ responseHeaders: { ...details.responseHeaders, 'x-added': ['by webRequest'] } }),
  )
}

function openWindow() {
  const window = new BrowserWindow({
    width: 900,
    height: 650,
    show: false,
    webPreferences: { preload: path.join(folder, 'preload.cjs'), sandbox: true, contextIsolation: true },
  })
  window.once('ready-to-show', () => {
    log.push('ready-to-show')
    window.show()
  })
  window.on('close', (event) => {
    if (!globalThis.fidelityVeto) return
    log.push('close vetoed')
    event.preventDefault()
  })
  window.on('closed', () => log.push('closed'))
  const contents = window.webContents
  contents.on('did-finish-load', () => log.push('did-finish-load'))
  contents.on('console-message', ({ level, message }) => log.push(`console:${level}:${message}`))
  contents.on('render-process-gone', (_event, { reason }) => log.push(`gone:${reason}`))
  contents.setWindowOpenHandler(({ url }) => {
    log.push(`open:${url}`)
    void shell.openExternal(url)
    return { action: 'deny' }
  })
  contents.on('will-navigate', (event, url) => {
    log.push(`navigate:${url}`)
    if (!url.startsWith('app://main/')) event.preventDefault()
  })
  void window.loadURL('app://main/index.html')
}

async function start() {
  await app.whenReady()
  protocol.handle('app', serve)
  answerIpc()
  guardPermissions()
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      {
        label: 'ファイル',
        submenu: [
          { id: 'new', label: '新規', click: (_item, window) => window?.webContents.send('menu', 'new') },
        ],
      },
    ]),
  )
  openWindow()
}

void start()
