/** The one window of the desk. Every preference that keeps the page away from the machine is said here. */
import { BrowserWindow } from 'electron'
import { ownOrigin } from './pages.ts'

/** A page that dies more often than this is not a mishap: the program ends instead of flickering. */
const REVIVALS = 3

export function openDeskWindow(preload: string, onGone: (reason: string) => void): BrowserWindow {
  const window = new BrowserWindow({
    width: 1366,
    height: 768,
    minWidth: 1180,
    minHeight: 680,
    show: false,
    title: 'Fobdesk',
    backgroundColor: '#f4f6f9',
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      // Personal data is on the screen: nothing of it is sent to a spelling service.
      spellcheck: false,
    },
  })
  window.once('ready-to-show', () => window.show())
  const load = (): void => void window.loadURL(`${ownOrigin}/index.html`)
  let revivals = 0
  // A killed page would stay a blank window. Main still knows who is signed in, so the page just comes again.
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    onGone(reason)
    revivals += 1
    if (revivals <= REVIVALS) load()
    else window.destroy()
  })
  load()
  return window
}
