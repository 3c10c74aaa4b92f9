/** 在庫: moves by hand, write-offs, transfers, stocktakes. */
import type { ScreenCommand } from '../commands.ts'
import type { Context, Decision, Refusal } from '../decide-types.ts'
import type { Fob, State } from '../model.ts'
import { refuse } from '../refuse.ts'
import { normaliseSerial } from '../serial.ts'
import type { CustodyPlace } from '../vocabulary.ts'
import { done, Sheet } from './answer.ts'
import { isCustodyStep } from './custody.ts'
import { stillTied } from './issuance-approval.ts'
import { findFobs } from './lookup.ts'
import { propose } from './requests.ts'
import { actorNo } from './rights.ts'
import { fobsToTransfer, fobsToWriteOff } from './stock-approval.ts'

type CommandOf<T extends ScreenCommand['type']> = Extract<ScreenCommand, { type: T }>

export function moveFobs(command: CommandOf<'moveFobs'>, state: State, context: Context): Decision | Refusal {
  const { to } = command
  const reference = command.reference?.trim() ?? ''
  const fobs = findFobs(state, command.serials)
  if ('ok' in fobs) return fobs
  if (to === 'toDispose') return refuse('WRITE_OFF_BY_APPROVAL')
  if (to === 'disposed' && reference === '') return refuse('CERTIFICATE_REQUIRED')
  for (const fob of fobs) {
    const obstacle = moveObstacle(fob, to, context)
    if (obstacle !== null) return obstacle
  }
  return done(
    fobs.map(({ serial, custody }) => ({
      type: 'FobMoved',
      v: 1,
      data: {
        serial,
        from: custody.place,
        to,
        reference: reference === '' ? null : reference,
        flag: null,
      },
    })),
  )
}

function moveObstacle(fob: Fob, to: CustodyPlace, context: Context): Refusal | null {
  const { place: from } = fob.custody
  if (fob.branchNo !== context.branchNo) return refuse('FOB_OTHER_BRANCH', { branchNo: fob.branchNo })
  if (!isCustodyStep(from, to)) return refuse('CUSTODY_STEP', { from, to })
  return to === 'stock' || to === 'toMaker' || to === 'disposed' ? stillTied(fob) : null
}

export function proposeWriteOff(
  command: CommandOf<'proposeWriteOff'>,
  state: State,
  context: Context,
): Decision | Refusal {
  const { reason } = command
  if (reason.trim() === '') return refuse('MEMO_REQUIRED')
  const fobs = fobsToWriteOff(state, command.serials, context)
  if ('ok' in fobs) return fobs
  const serials = fobs.map(({ serial }) => serial)
  return propose(new Sheet(state, context), { kind: 'writeOff', serials, reason }, context)
}

export function proposeTransfer(
  command: CommandOf<'proposeTransfer'>,
  state: State,
  context: Context,
): Decision | Refusal {
  const { toBranch, reason } = command
  const fobs = fobsToTransfer(state, command.serials, toBranch, context)
  if ('ok' in fobs) return fobs
  const serials = fobs.map(({ serial }) => serial)
  return propose(new Sheet(state, context), { kind: 'transfer', serials, toBranch, reason }, context)
}

/** The receiving branch counts what came: what is missing or too much is recorded, not argued with. */
export function receiveTransfer(
  command: CommandOf<'receiveTransfer'>,
  state: State,
  context: Context,
): Decision | Refusal {
  const { transferId } = command
  const transfer = state.get('transfer', transferId)
  if (transfer === undefined) return refuse('TRANSFER_UNKNOWN')
  if (transfer.toBranch !== context.branchNo) {
    return refuse('TRANSFER_OTHER_BRANCH', { branchNo: transfer.toBranch })
  }
  if (transfer.receivedSerials !== null) return refuse('TRANSFER_RECEIVED')
  const sender = state.get('fob', transfer.serials[0] ?? '')?.custody.by
  if (sender === actorNo(context)) return refuse('TRANSFER_SAME_PERSON')
  const came = normaliseAll(command.serials)
  if ('ok' in came) return came
  const sent = new Set(transfer.serials)
  return done([
    {
      type: 'TransferReceived',
      v: 1,
      data: {
        transferId,
        serials: [...came].filter((serial) => sent.has(serial)),
        missing: [...sent].filter((serial) => !came.has(serial)),
        surplus: [...came].filter((serial) => !sent.has(serial)),
      },
    },
  ])
}

/** 現物検査: counted against booked. A serial nobody knows is a surplus too. */
export function recordStocktake(
  command: CommandOf<'recordStocktake'>,
  state: State,
  context: Context,
): Decision | Refusal {
  const { kind, place, memo } = command
  const { branchNo } = context
  const counted = normaliseAll(command.serials)
  if ('ok' in counted) return counted
  const booked = new Set(state.serialsIn(branchNo, place))
  const data = {
    kind,
    branchNo,
    place,
    counted: counted.size,
    booked: booked.size,
    missing: [...booked].filter((serial) => !counted.has(serial)),
    surplus: [...counted].filter((serial) => !booked.has(serial)),
  }
  return done([{ type: 'StocktakeRecorded', v: 1, data, personal: { memo } }])
}

function normaliseAll(typed: readonly string[]): ReadonlySet<string> | Refusal {
  const serials = new Set<string>()
  for (const one of typed) {
    const serial = normaliseSerial(one)
    if (serial === null) return refuse('SERIAL_FORM')
    serials.add(serial)
  }
  return serials
}
