/** 発行: what is known of the seed in the chip, and the ties that a proven one makes. */
import type { EventOf } from '../events.ts'
import { letterNoOf } from '../letter.ts'
import { addTie, dropPendingTies } from './tying.ts'
import type { Work } from './work.ts'

export function issuanceStarted(work: Work, { data }: EventOf<'IssuanceStarted'>): void {
  const { issuanceId, applicationId, serial } = data
  // Where only the fob is known (sent to this branch meanwhile), nobody would tell how the issuance ends.
  if (work.get('application', applicationId) !== undefined) {
    work.put('issuance', issuanceId, {
      issuanceId,
      applicationId,
      serial,
      status: 'started',
      seedBefore: work.get('fob', serial)?.seed.state ?? 'blank',
    })
  }
  work.application(applicationId, ['approved'], (current) => ({
    ...current,
    issuing: { issuanceId, serial },
  }))
  work.fob(serial, (fob) => ({ ...fob, seed: { state: 'writing', issuanceId } }))
}

export function issuanceVoided(work: Work, { data }: EventOf<'IssuanceVoided'>): void {
  const { issuanceId, applicationId, serial, ambiguous } = data
  const seedBefore = work.get('issuance', issuanceId)?.seedBefore ?? 'void'
  work.update('issuance', issuanceId, (issuance) => ({ ...issuance, status: 'void' }))
  work.update('application', applicationId, (current) =>
    current.issuing?.issuanceId === issuanceId ? { ...current, issuing: null } : current,
  )
  work.fob(serial, (fob) =>
    fob.seed.state === 'writing' && fob.seed.issuanceId === issuanceId
      ? { ...fob, seed: { state: ambiguous ? 'void' : seedBefore, issuanceId: null } }
      : fob,
  )
}

/**
 * The chip holds the last write, whatever the books say: seed and custody always follow. The ties follow only
 * where the application stands and the fob serves no other contract.
 */
export function fobIssued(work: Work, { data }: EventOf<'FobIssued'>): void {
  const { issuanceId, applicationId, contractNo, serial, ties } = data
  const before = work.get('fob', serial)
  const othersTied = before !== undefined && before.loginIds.length > 0
  const foreign = othersTied && before.contractNo !== contractNo
  if (othersTied) work.flag(serial, foreign ? 'FLAG_OTHER_CONTRACT' : 'FLAG_OVERWRITTEN')
  work.update('issuance', issuanceId, (issuance) => ({ ...issuance, status: 'proven' }))
  const valid =
    !foreign &&
    work.application(applicationId, ['approved'], (current) => ({
      ...current,
      status: 'issued',
      serial,
      issuanceId,
      issuing: null,
      letterNo: letterNoOf(issuanceId),
    }))
  work.fob(serial, (fob) => ({
    ...fob,
    // Seeded at the factory: nothing was written, and head office has the seed from the delivery.
    seed: { state: fob.seed.state === 'factory' ? 'factory' : 'proven', issuanceId },
    seedAtHub: fob.seed.state === 'factory' && fob.seedAtHub,
    contractNo: othersTied ? fob.contractNo : valid ? contractNo : null,
    incident: null,
    reseedNeeded: !valid,
  }))
  work.place(serial, 'issuedHeld', null, ['stock'])
  if (!valid) {
    work.flag(serial, 'FLAG_ISSUED_WITHOUT_APPLICATION')
    return
  }
  for (const { loginId, tie } of ties) {
    const user = work.get('user', loginId)
    if (user === undefined) continue
    // A new seed clears what the old one of this fob had caused (rule 3).
    work.put('user', loginId, { ...user, stops: user.stops.filter((stop) => stop.serial !== serial) })
    addTie(work, loginId, tie)
  }
}

/**
 * A cancellation names its issuance: one that head office refused is not the one that stands for the application, here or
 * at the branch that it has moved to.
 */
export function issuanceCancelled(work: Work, { data }: EventOf<'IssuanceCancelled'>): void {
  const { applicationId, issuanceId, serial } = data
  if (work.get('application', applicationId)?.issuanceId !== issuanceId) return
  const cancelled = work.application(applicationId, ['issued', 'dispatched', 'handedOver'], (current) => ({
    ...current,
    status: 'issuanceCancelled',
  }))
  const application = work.get('application', applicationId)
  if (!cancelled || application === undefined) return
  work.update('issuance', issuanceId, (issuance) => ({ ...issuance, status: 'cancelled' }))
  dropPendingTies(work, application)
  work.fob(serial, (fob) => ({ ...fob, reseedNeeded: true }))
  // A fob that is back (返却, 返戻) stays there until somebody books it in; one never sent is in the safe.
  if (work.get('fob', serial)?.custody.place === 'issuedHeld') {
    work.place(serial, 'stock', null, ['issuedHeld'])
  }
}

export function seedBoxReceived(work: Work, { data }: EventOf<'SeedBoxReceived'>): void {
  work.fob(data.serial, (fob) =>
    fob.seed.issuanceId === data.issuanceId || fob.seed.state === 'factory'
      ? { ...fob, seedAtHub: true }
      : fob,
  )
}

/** Nobody knows what the chip holds, unless an activation has proven it. */
export function issuancesVoided(work: Work, { data }: EventOf<'IssuancesVoided'>): void {
  const { serial, issuances, inService } = data
  for (const { issuanceId, applicationId } of issuances) {
    work.update('issuance', issuanceId, (issuance) => ({ ...issuance, status: 'void' }))
    const application = work.get('application', applicationId)
    if (application === undefined) continue
    if (application.issuing?.issuanceId === issuanceId) {
      work.put('application', applicationId, { ...application, issuing: null })
    }
    if (application.issuanceId !== issuanceId) continue
    const again = work.application(applicationId, ['issued', 'dispatched', 'handedOver'], (current) => ({
      ...current,
      status: 'approved',
      serial: null,
      issuanceId: null,
      sealedAt: null,
      mail: null,
      letterNo: '',
    }))
    if (again) dropPendingTies(work, application)
  }
  if (inService || issuances.length > 1) work.flag(serial, 'FLAG_OVERWRITTEN')
  if (inService) return
  work.fob(serial, (fob) => ({
    ...fob,
    seed: { state: 'void', issuanceId: null },
    seedAtHub: false,
    contractNo: fob.loginIds.length === 0 ? null : fob.contractNo,
  }))
  // In the safe it is written again at once; one that went out must come back first (rule 8).
  if (work.get('fob', serial)?.custody.place === 'issuedHeld')
    work.place(serial, 'stock', null, ['issuedHeld'])
  else if (work.get('fob', serial)?.custody.place !== 'stock') {
    work.fob(serial, (fob) => ({ ...fob, reseedNeeded: true }))
  }
}
