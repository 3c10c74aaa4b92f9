import type { Refusal } from '../domain/decide-types.ts'
import { refuse } from '../domain/refuse.ts'
import type { HubReader } from './store/hub-store.ts'
import type { Device } from './store/rows.ts'

/** The device that calls, unless it is unknown, revoked or in quarantine. */
export async function knownDevice(
  tx: HubReader,
  id: string,
): Promise<{ readonly ok: true; readonly device: Device } | Refusal> {
  const device = await tx.device(id)
  if (device === undefined) return refuse('DEVICE_UNKNOWN')
  if ((await tx.document('revokedDevice', id)) !== undefined) return refuse('DEVICE_REVOKED')
  if (device.quarantined !== null) return refuse('DEVICE_QUARANTINED')
  return { ok: true, device }
}
