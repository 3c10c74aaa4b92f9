/** 在庫: delivery, moves, transfers, stocktakes (rule 13). */
import type { EventOf } from '../events.ts'
import type { Work } from './work.ts'

export function fobReceived(work: Work, { data, meta }: EventOf<'FobReceived'>): void {
  // Two PCs may have imported the same lot; the first record stands.
  if (work.get('fob', data.serial) !== undefined) return
  const { factorySeeded, seed, ...label } = data
  work.put('fob', data.serial, {
    ...label,
    custody: { place: 'received', since: meta.at, by: meta.by, reference: null },
    seed: { state: factorySeeded ? 'factory' : 'blank', issuanceId: null },
    ...(seed === undefined ? {} : { factorySeed: seed }),
    seedAtHub: false,
    contractNo: null,
    loginIds: [],
    incident: null,
    reseedNeeded: false,
    flags: [],
  })
}

export function fobExpiryCorrected(work: Work, { data }: EventOf<'FobExpiryCorrected'>): void {
  work.fob(data.serial, (fob) => ({ ...fob, expiresAt: data.expiresAt }))
}

export function fobMoved(work: Work, { data }: EventOf<'FobMoved'>): void {
  work.place(data.serial, data.to, data.reference, data.flag === null ? [data.from] : [])
}

/** The old seed is given up: the fob may be issued anew, and serves nobody until then (rule 8). */
export function reseedAllowed(work: Work, { data }: EventOf<'ReseedAllowed'>): void {
  work.fob(data.serial, (fob) => ({
    ...fob,
    reseedNeeded: false,
    incident: null,
    seed: { state: 'void', issuanceId: null },
    contractNo: fob.loginIds.length === 0 ? null : fob.contractNo,
  }))
}

export function transferSent(work: Work, { data }: EventOf<'TransferSent'>): void {
  const { transferId, fromBranch, toBranch, serials } = data
  work.put('transfer', transferId, { transferId, fromBranch, toBranch, serials, receivedSerials: null })
  for (const serial of serials) work.place(serial, 'inTransfer', transferId, ['stock'])
}

export function transferReceived(work: Work, { data }: EventOf<'TransferReceived'>): void {
  const transfer = work.get('transfer', data.transferId)
  if (transfer === undefined) return
  work.put('transfer', data.transferId, { ...transfer, receivedSerials: data.serials })
  const intoStock = (serial: string) => {
    work.place(serial, 'stock', null, 'any')
    work.fob(serial, (fob) => ({ ...fob, branchNo: transfer.toBranch }))
  }
  for (const serial of data.serials) intoStock(serial)
  for (const serial of data.surplus) {
    work.flag(serial, 'FLAG_TRANSFER_SURPLUS')
    intoStock(serial)
  }
  for (const serial of data.missing) {
    work.flag(serial, 'FLAG_TRANSFER_MISSING')
    work.place(serial, 'missing', data.transferId, 'any')
  }
}

/** The books stay as they are until somebody finds out; only the mark is new. */
export function stocktakeRecorded(work: Work, { data }: EventOf<'StocktakeRecorded'>): void {
  for (const serial of data.missing) work.flag(serial, 'FLAG_STOCKTAKE_MISSING')
}
