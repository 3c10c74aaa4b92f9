/**
 * Whose keys stand under an approval (rule 12). The device's key signs whatever a PC writes; only the role signature
 * tells that the approver was there. A member's keys are made on each PC, and their public half comes with the
 * `PasswordSet` that made them: from then on that member's approvals from that PC must be signed with it.
 */
import type { DeskEvent, EventType } from '../domain/events.ts'
import type { RefusalCode } from '../domain/refusals.ts'
import type { OpenedEvent } from '../protocol/envelope.ts'
import { verifyRoleSignatures } from '../protocol/role-signature.ts'
import type { HubWork } from './hub.ts'
import type { Device } from './store/rows.ts'

/** Claims that a second person makes, and the fact that gives somebody a key. Whatever happened is never refused. */
const signedTypes: ReadonlySet<EventType> = new Set([
  'ApprovalGiven',
  'ApprovalSentBack',
  'ApprovalDenied',
  'PasswordSet',
])

/** Why the event does not count as its author's own; null: it does, or nobody's key is known. */
export async function roleSignatureObstacle(
  { hub, tx }: HubWork,
  { device }: Device,
  opened: OpenedEvent,
  event: DeskEvent,
): Promise<RefusalCode | null> {
  const { by } = opened
  if (!signedTypes.has(event.type) || by === null) return null
  const key = await tx.document('staffKey', keyName(device, by))
  if (key === undefined) return null
  const signature = opened.signatures.find((one) => one.by === by)
  // 研修: its past is told and not lived, so nobody was there to sign it.
  if (signature === undefined) return hub.realm === 'training' ? null : 'ROLE_SIGNATURE'
  const { bytes } = opened
  const verified = verifyRoleSignatures({ bytes, signatures: [signature] }, () => bytesOf(key.signingKey))
  return verified.ok ? null : 'ROLE_SIGNATURE'
}

/** Follows the keys that passwords give. A key replaced without its successor being told is known no more. */
export async function followStaffKeys({ tx }: HubWork, { device }: Device, event: DeskEvent): Promise<void> {
  if (event.type !== 'PasswordSet') return
  const { staffNo, how, signingKey } = event.data
  const name = keyName(device, staffNo)
  if (signingKey !== undefined) await tx.saveDocument('staffKey', name, { signingKey })
  // One's own new password closes the same keys.
  else if (how !== 'changed') await tx.removeDocument('staffKey', name)
}

function bytesOf(hexadecimal: string): Uint8Array {
  return new Uint8Array(Buffer.from(hexadecimal, 'hex'))
}

function keyName(device: string, staffNo: string): string {
  return `${device} ${staffNo}`
}
