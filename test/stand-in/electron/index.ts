/** What the app gets for `import … from 'electron'` and `require('electron')` in the main process. */
import { refuseUnknown } from '../injected/refuse-unknown.ts'
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import {
  clipboard,
  crashReporter,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  screen,
  shell,
} from './desktop.ts'
import { dialog } from './dialog.ts'
import { ipcMain } from './ipc-main.ts'
import { Menu, MenuItem } from './menu.ts'
import { nativeImage } from './native-image.ts'
import { nativeTheme } from './native-theme.ts'
import { protocol } from './protocol.ts'
import { safeStorage } from './safe-storage.ts'
import { session } from './session.ts'
import { utilityProcess } from './utility-process.ts'
import { webContents } from './web-contents-list.ts'

const electron = refuseUnknown('electron', {
  app,
  BrowserWindow,
  clipboard,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  utilityProcess,
  webContents,
})

export {
  app,
  BrowserWindow,
  clipboard,
  crashReporter,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  nativeImage,
  nativeTheme,
  net,
  Notification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  utilityProcess,
  webContents,
}
export default electron
// `require('electron')` gives this object, so that a CommonJS use of an unknown name throws as well.
export { electron as 'module.exports' }
