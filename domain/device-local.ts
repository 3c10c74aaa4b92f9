/**
 * What concerns one PC alone: its sessions, clock, backups, checks of its own record. Head office keeps these events
 * in the PC's chain and relays them to nobody. None of them changes the state that decisions read, so the PCs of a
 * branch converge without them.
 */
import type { EventType } from './events.ts'

const deviceLocal: ReadonlySet<EventType> = new Set([
  'PasswordSet',
  'SignedIn',
  'SignedOut',
  'SignInFailed',
  'ActionRefused',
  'AuditVerified',
  'AuditExported',
  'BackupWritten',
  'BackupRestored',
  'PersonalDataErased',
  'ClockMeasured',
  'ClockPermitted',
  'Enrolled',
  'HubKeysChanged',
  'HeadOfficeAddressChanged',
  'RecoveryCodePrinted',
])

export function isDeviceLocal(type: EventType): boolean {
  return deviceLocal.has(type)
}
