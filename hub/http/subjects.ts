import { DEVICE_PATH } from '../../protocol/device-request.ts'
import type { Hub } from '../hub.ts'
import { deviceRoutes, type DeviceRoutesOptions } from './device/routes.ts'
import type { Subject } from './server.ts'

/** What subjects may need besides the hub. */
export type SubjectOptions = DeviceRoutesOptions

/** Everything that head office's server serves: one line for each subject. */
export function hubSubjects(hub: Hub, options: SubjectOptions): readonly Subject[] {
  return [{ prefix: DEVICE_PATH, routes: deviceRoutes(hub, options) }]
}
