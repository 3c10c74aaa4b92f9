/**
 * What no page of ours may do, whatever script got into it: leave our origin, open windows, embed other
 * contents, or ask for a device or a permission. Electron security checklist, items 5, 12, 13, 14.
 */
import { app, session } from 'electron'
import { ownOrigin } from './pages.ts'

export function confinePages(onRefused: (what: string) => void): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.on('will-navigate', (event, url) => {
      if (url.startsWith(`${ownOrigin}/`)) return
      event.preventDefault()
      onRefused('navigation')
    })
    contents.on('will-attach-webview', (event) => {
      event.preventDefault()
      onRefused('webview')
    })
    contents.setWindowOpenHandler(() => {
      onRefused('window')
      return { action: 'deny' }
    })
  })
  session.defaultSession.setPermissionRequestHandler((_contents, permission, decide) => {
    onRefused(`permission ${permission}`)
    decide(false)
  })
  session.defaultSession.setPermissionCheckHandler(() => false)
  // Papers are saved by main; a page that offers a download carries data out of the desk.
  session.defaultSession.on('will-download', (event) => {
    event.preventDefault()
    onRefused('download')
  })
}

/**
 * `--remote-debugging-port` opens the page, and with it the bridge, to every program of this account. No fuse
 * covers Chromium's own switches, so the packaged program does not come up with them.
 */
export function isBeingDebugged(): boolean {
  const switches = ['remote-debugging-port', 'remote-debugging-pipe']
  return app.isPackaged && switches.some((name) => app.commandLine.hasSwitch(name))
}
