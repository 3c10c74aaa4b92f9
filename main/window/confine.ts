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
}
