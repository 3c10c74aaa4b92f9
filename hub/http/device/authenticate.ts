/**
 * Whether a request is a device's own: its time, that the device is known and may ask, its signature over what was
 * sent, and that it was never asked before. In this order: what costs nothing comes first, and only what is signed
 * leaves a trace in the store.
 */
import type { IncomingHttpHeaders } from 'node:http'
import type { Refusal } from '../../../domain/decide-types.ts'
import { isRefusal, refuse } from '../../../domain/refuse.ts'
import { hex, sha256 } from '../../../protocol/bytes.ts'
import {
  deviceRequestMessage,
  REQUEST_WINDOW_MS,
  signatureHeaders,
} from '../../../protocol/device-request.ts'
import { verifyBytes } from '../../../protocol/signature.ts'
import { knownDevice } from '../../devices.ts'
import type { Hub } from '../../hub.ts'
import type { Device } from '../../store/rows.ts'

type SignatureHeaders = ReturnType<typeof signatureHeaders.parse>

/** A request whose headers are in order; its body has not been read yet. */
export interface Announced {
  readonly device: Device
  readonly headers: SignatureHeaders
}

export async function announce(hub: Hub, headers: IncomingHttpHeaders): Promise<Announced | Refusal> {
  const parsed = signatureHeaders.safeParse(headers)
  if (!parsed.success) return refuse('DEVICE_SIGNATURE')
  const apart = Math.abs(parsed.data['fobdesk-time'] - hub.now())
  if (apart > REQUEST_WINDOW_MS) return refuse('REQUEST_TIME')
  const known = await hub.store.read((reader) => knownDevice(reader, parsed.data['fobdesk-device']))
  return isRefusal(known) ? known : { device: known.device, headers: parsed.data }
}

/** null: the body is what the device signed, and it is the first time. */
export async function authenticate(
  hub: Hub,
  { device, headers }: Announced,
  path: string,
  body: Uint8Array,
): Promise<Refusal | null> {
  const request = {
    method: 'POST',
    path,
    digest: sha256(body),
    time: headers['fobdesk-time'],
    nonce: headers['fobdesk-nonce'],
    device: device.device,
  } as const
  const message = deviceRequestMessage(request)
  if (!verifyBytes(device.publicKey, message, headers['fobdesk-signature'])) return refuse('DEVICE_SIGNATURE')
  const id = `${device.device} ${hex(request.nonce)}`
  // Once the time is out of the window the request is refused for its time.
  const expiresAt = request.time + REQUEST_WINDOW_MS + 1
  const before = await hub.store.claimDocument('requestNonce', id, {}, { expiresAt })
  return before === null ? null : refuse('REQUEST_REPLAYED')
}
