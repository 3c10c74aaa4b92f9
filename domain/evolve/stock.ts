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

/**
 * A fob is received with the transfer that has it on its way. Where two PCs recorded one arrival, or two transfers
 * named one fob, what has gone on meanwhile stays as it is.
 */
export function transferReceived(work: Work, { data }: EventOf<'TransferReceived'>): void {
  const { transferId } = data
  const transfer = work.get('transfer', transferId)
  if (transfer === undefined) return
  const first = transfer.receivedSerials === null
  work.put('transfer', transferId, {
    ...transfer,
    receivedSerials: [...new Set([...(transfer.receivedSerials ?? []), ...data.serials])],
  })
  const intoStock = (serial: string) => {
    work.place(serial, 'stock', null, 'any')
    work.fob(serial, (fob) => ({ ...fob, branchNo: transfer.toBranch }))
  }
  const custodyOf = (serial: string) => work.get('fob', serial)?.custody
  for (const serial of data.serials) {
    const custody = custodyOf(serial)
    // The other PC found it missing, or another transfer has it: here it is.
    const found = custody?.place === 'inTransfer' || custody?.place === 'missing'
    if (first || (found && custody.reference === transferId)) intoStock(serial)
  }
  for (const serial of data.surplus) {
    work.flag(serial, 'FLAG_TRANSFER_SURPLUS')
    if (first) intoStock(serial)
  }
  for (const serial of data.missing) {
    work.flag(serial, 'FLAG_TRANSFER_MISSING')
    const custody = custodyOf(serial)
    if (custody?.place === 'inTransfer' && custody.reference === transferId) {
      work.place(serial, 'missing', transferId, 'any')
    }
  }
}

/** The books stay as they are until somebody finds out; only the mark is new. */
export function stocktakeRecorded(work: Work, { data }: EventOf<'StocktakeRecorded'>): void {
  for (const serial of data.missing) work.flag(serial, 'FLAG_STOCKTAKE_MISSING')
}
