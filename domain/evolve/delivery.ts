/** 送付, 窓口交付, 返戻, 返却. */
import type { EventOf } from '../events.ts'
import type { Work } from './work.ts'

export function envelopeSealed(work: Work, { data, meta }: EventOf<'EnvelopeSealed'>): void {
  work.application(data.applicationId, ['issued'], (current) => ({ ...current, sealedAt: meta.at }))
}

export function fobDispatched(work: Work, { data, meta }: EventOf<'FobDispatched'>): void {
  const { applicationId, serial, service, trackingNo } = data
  work.put('mail', trackingNo, { trackingNo, applicationId, serial, at: meta.at })
  work.application(applicationId, ['issued'], (current) => ({
    ...current,
    status: 'dispatched',
    mail: { service, trackingNo, at: meta.at },
  }))
  work.place(serial, 'inMail', trackingNo, ['issuedHeld', 'returnedByPost'])
}

export function fobHandedOver(work: Work, { data }: EventOf<'FobHandedOver'>): void {
  work.application(data.applicationId, ['issued'], (current) => ({ ...current, status: 'handedOver' }))
  work.place(data.serial, 'customer', null, ['issuedHeld'])
}

/** 返戻: the letter came back unopened; the application waits to be enveloped again or cancelled. */
export function fobReturnedByPost(work: Work, { data }: EventOf<'FobReturnedByPost'>): void {
  if (data.applicationId !== null) {
    work.application(data.applicationId, ['dispatched'], (current) => ({
      ...current,
      status: 'issued',
      sealedAt: null,
      mail: null,
    }))
  }
  work.place(data.serial, 'returnedByPost', null, ['inMail'])
}

/** 返却: it left the customer's hands, so its seed serves nobody any more (rule 8). */
export function fobReturned(work: Work, { data }: EventOf<'FobReturned'>): void {
  const fob = work.get('fob', data.serial)
  if (fob !== undefined && fob.loginIds.length > 0) work.flag(data.serial, 'FLAG_RETURNED_IN_USE')
  work.fob(data.serial, (current) => ({ ...current, reseedNeeded: true }))
  work.place(data.serial, 'returned', null, ['customer', 'missing'])
}
