import { DEVICE_PATH } from '../../protocol/device-request.ts'
import type { Hub } from '../hub.ts'
import { DemoLogins } from '../portal/demo-logins.ts'
import { hubBank } from '../portal/hub-bank.ts'
import { portalRoutes } from '../portal/plugin.ts'
import { loginsIn, sessionsIn } from '../portal/store-rows.ts'
import { API_PATH, apiRoutes } from './api/routes.ts'
import { deviceRoutes, type DeviceRoutesOptions } from './device/routes.ts'
import type { HubPlugin, Subject } from './server.ts'

/** What subjects may need besides the hub. */
export interface SubjectOptions extends DeviceRoutesOptions {
  /** The customers' portal with logins of our own, for trial: a bank has its login in front. Default: no portal. */
  readonly demoPortal?: boolean
  /** Whether browsers reach this server over TLS, here or at a proxy in front. */
  readonly tls: boolean
}

const PORTAL_PATH = '/portal'

/** Everything that head office's server serves: one line for each subject. */
export function hubSubjects(hub: Hub, options: SubjectOptions): readonly Subject[] {
  return [
    { prefix: DEVICE_PATH, routes: deviceRoutes(hub, options) },
    { prefix: API_PATH, routes: apiRoutes(hub) },
    ...(options.demoPortal === true ? [{ prefix: PORTAL_PATH, routes: portal(hub, options) }] : []),
  ]
}

function portal(hub: Hub, { tls, log }: SubjectOptions): HubPlugin {
  const { random, store } = hub
  const logins = new DemoLogins(loginsIn(store), random)
  const onBug = (error: unknown, route: string | undefined): string => log.bug('portal failed', error, route)
  return portalRoutes({ bank: hubBank(hub), logins, sessions: sessionsIn(store), random, tls, onBug })
}
