/**
 * Nothing here runs: TypeScript checks that the stand-in's objects look like Electron's own type declarations.
 * A name that Electron does not have, or an answer of another shape, is a type error in this file.
 */
import type * as Electron from 'electron'
import type { app } from './app.ts'
import type { BrowserWindow } from './browser-window.ts'
import type * as desktop from './desktop.ts'
import type { dialog } from './dialog.ts'
import type { ElectronEmitter } from './emitter.ts'
import type { ipcMain } from './ipc-main.ts'
import type { nativeTheme } from './native-theme.ts'
import type { protocol } from './protocol.ts'
import type { safeStorage } from './safe-storage.ts'
import type { theSession } from './session.ts'
import type { WebContents } from './web-contents.ts'

/** Compiles when `Ours` can be used wherever the same members of Electron's `Theirs` are expected. */
type Fits<Theirs, Ours extends Pick<Theirs, keyof Theirs & keyof Ours>> = Ours

/** The public names of ours that Electron does not have, apart from those meant for the stand-in itself. */
type Invented<Ours, Theirs, Internal extends keyof Ours = never> = Exclude<
  keyof Ours,
  keyof Theirs | keyof ElectronEmitter | Internal
>

/** Compiles when nothing is left. */
type Nothing<T extends never> = T

export type SameShape = [
  Fits<Electron.Dialog, typeof dialog>,
  Fits<Electron.Clipboard, typeof desktop.clipboard>,
  Fits<Electron.Shell, typeof desktop.shell>,
  Fits<Electron.CrashReporter, typeof desktop.crashReporter>,
  Fits<Electron.PowerSaveBlocker, typeof desktop.powerSaveBlocker>,
]

export type SameNames = [
  Nothing<Invented<typeof app, Electron.App, 'continueQuitting' | 'closeWasVetoed' | 'windowClosed'>>,
  Nothing<Invented<BrowserWindow, Electron.BrowserWindow, 'pageClosed' | 'pagePainted' | 'openWindow'>>,
  Nothing<
    Invented<
      WebContents,
      Electron.WebContents,
      | 'frames'
      | 'attach'
      | 'markDestroyed'
      | 'askToClose'
      | 'withSession'
      | 'mayNavigate'
      | 'isMainFrame'
      | 'frameHandle'
      | 'windowOpenRequested'
      | 'preloadFailed'
    >
  >,
  Nothing<Invented<typeof theSession, Electron.Session, 'requestListeners' | 'firstPage'>>,
  Nothing<Invented<typeof ipcMain, Electron.IpcMain, 'findHandler'>>,
  Nothing<Invented<typeof protocol, Electron.Protocol>>,
  Nothing<Invented<typeof safeStorage, Electron.SafeStorage>>,
  Nothing<Invented<typeof nativeTheme, Electron.NativeTheme>>,
  Nothing<Invented<typeof desktop.powerMonitor, Electron.PowerMonitor>>,
  Nothing<Invented<typeof desktop.screen, Electron.Screen>>,
]
