/** The one window of the desk. Every preference that keeps the page away from the machine is said here. */
import { BrowserWindow } from 'electron'
import { ownOrigin } from './pages.ts'

export function openDeskWindow(preload: string): BrowserWindow {
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
  void window.loadURL(`${ownOrigin}/index.html`)
  return window
}
