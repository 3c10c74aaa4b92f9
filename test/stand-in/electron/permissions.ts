import type { Protocol } from '../cdp/protocol.ts'
import { chromium } from '../cdp/chromium.ts'
import { debug, noteOnce } from '../log.ts'

export type PermissionRequestHandler = (
  webContents: object,
  permission: string,
  callback: (granted: boolean) => void,
  details: object,
) => void
export type PermissionCheckHandler = (
  webContents: object | null,
  permission: string,
  requestingOrigin: string,
  details: object,
) => boolean

/** Electron's names of permissions, with Chromium's names for the same. */
const PERMISSIONS: Record<string, readonly string[]> = {
  geolocation: ['geolocation'],
  notifications: ['notifications'],
  media: ['camera', 'microphone'],
  'clipboard-read': ['clipboard-read'],
  'clipboard-sanitized-write': ['clipboard-write'],
  midi: ['midi'],
  'idle-detection': ['idle-detection'],
  'window-management': ['window-management'],
  'persistent-storage': ['persistent-storage'],
  'screen-wake-lock': ['screen-wake-lock'],
}

export interface PermissionHandlers {
  request: PermissionRequestHandler | null
  check: PermissionCheckHandler | null
}

function askRequestHandler(handler: PermissionRequestHandler, permission: string, page: object): boolean {
  let granted = false
  handler(page, permission, (answer) => (granted = answer), { requestingUrl: '', isMainFrame: true })
  return granted
}

/**
 * Chromium cannot be made to ask at the moment a page wants something. So the app's handlers are asked once for
 * each permission, with the page that is there, and Chromium is told the answers for good. An answer that comes
 * later than at once counts as a refusal. Without handlers everything is granted, as in Electron.
 */
export async function applyPermissions(handlers: PermissionHandlers, page: object): Promise<void> {
  noteOnce('permission handlers are asked once for each permission, not at each request')
  for (const [permission, names] of Object.entries(PERMISSIONS)) {
    // The check comes first: what it refuses, Electron never asks the request handler about either.
    const granted =
      (!handlers.check || handlers.check(page, permission, '', { isMainFrame: true })) &&
      (!handlers.request || askRequestHandler(handlers.request, permission, page))
    const setting: Protocol.Browser.PermissionSetting = granted ? 'granted' : 'denied'
    for (const name of names) {
      await chromium.browser
        .send('Browser.setPermission', { permission: { name }, setting })
        .catch((error: unknown) => debug(`permission ${name}: ${String(error)}`)) // unknown to this Chromium
    }
  }
}
