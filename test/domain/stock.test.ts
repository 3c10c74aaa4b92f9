import { describe, expect, it } from 'vitest'
import { isCustodyStep } from '../../domain/decide/custody.ts'
import type { RosterRow } from '../../domain/commands.ts'
import { trainingRoster } from '../../domain/training.ts'
import { custodyPlace } from '../../domain/vocabulary.ts'
import {
  approve,
  as,
  branch,
  chipOf,
  DAY,
  type Desk,
  given,
  inService,
  LONG,
  MANAGER,
  MANAGER_2,
  stock,
  T0,
  tokyo,
} from './given.ts'

const S = '80000001'
const move = (
  to: 'stock' | 'toDispose' | 'disposed' | 'toMaker' | 'customer',
  reference: string | null = null,
  serials = [S],
) => ({ type: 'moveFobs', serials, to, reference, memo: '' }) as const

describe('受払 (rule 13)', () => {
  it('moves by hand only along the table', () => {
    const set = given(branch, stock([S]))
    set.when(move('customer'), as(MANAGER)).thenRefused('CUSTODY_STEP', { from: 'stock', to: 'customer' })
    set.when(move('toDispose'), as(MANAGER)).thenRefused('WRITE_OFF_BY_APPROVAL')
    set.when(move('toMaker')).thenRefused('NOT_ALLOWED')
    set.when(move('toMaker', null, ['99999999']), as(MANAGER)).thenRefused('FOB_UNKNOWN')
    set.when(move('toMaker'), as(MANAGER, { branchNo: '002' })).thenRefused('FOB_OTHER_BRANCH')
    set.when(move('toMaker', null, [S, S]), as(MANAGER)).thenRecords('FobMoved')
    given(branch, inService(['hanakodt'], '12345678'), (desk) => {
      desk.do({ type: 'recordReturn', serial: '12345678', memo: '' })
    })
      .when(move('stock', null, ['12345678']), as(MANAGER))
      .thenRefused('FOB_STILL_TIED')
  })

  it('leaves nothing after 廃棄, and ends a transfer by receipt alone', () => {
    for (const to of custodyPlace.options) {
      expect(isCustodyStep('disposed', to)).toBe(false)
      expect(isCustodyStep('inTransfer', to)).toBe(false)
      expect(isCustodyStep(to, 'toDispose')).toBe(false)
      expect(isCustodyStep(to, to)).toBe(false)
    }
  })
})

describe('除却', () => {
  const writeOff = (reason = '破損', serials = [S]) => ({ type: 'proposeWriteOff', serials, reason }) as const

  it('is approved, then disposed of with a certificate', () => {
    const desk = given(branch, stock([S])).desk
    const { requestId } = desk.do(writeOff())
    desk.do(approve(requestId), as(MANAGER))
    expect(desk.fob(S).custody.place).toBe('toDispose')
    expect(desk.ask(move('disposed', ' '), as(MANAGER))).toMatchObject({ code: 'CERTIFICATE_REQUIRED' })
    desk.do(move('disposed', 'C-77'), as(MANAGER))
    expect(desk.fob(S).custody).toMatchObject({ place: 'disposed', reference: 'C-77' })
  })

  it('refuses what is not here or still in use', () => {
    given(branch, stock([S]))
      .when(writeOff(' '))
      .thenRefused('MEMO_REQUIRED')
    given(branch, inService(['hanakodt'], '12345678'))
      .when(writeOff('x', ['12345678']))
      .thenRefused('CUSTODY_STEP', { from: 'customer', to: 'toDispose' })
    given(branch, stock([S]))
      .when(writeOff(), { branchNo: '002' })
      .thenRefused('FOB_OTHER_BRANCH')
    given(branch, inService(['hanakodt'], '12345678'), (desk) => {
      desk.do({ type: 'recordReturn', serial: '12345678', memo: '' })
    })
      .when(writeOff('x', ['12345678']))
      .thenRefused('FOB_STILL_TIED')
    given(branch)
      .when(writeOff('x', ['?']))
      .thenRefused('SERIAL_FORM')
  })
})

describe('店間移管', () => {
  const transfer = (serials = [S], toBranch = '002') =>
    ({ type: 'proposeTransfer', serials, toBranch, reason: '' }) as const
  const receive = (transferId: string, serials: readonly string[]) =>
    ({ type: 'receiveTransfer', transferId, serials }) as const
  const there = (actor = MANAGER_2) => as(actor, { branchNo: '002' })
  const sent = (desk: Desk): string => {
    const { requestId = '' } = desk.do(transfer([S, '80000002']))
    desk.do(approve(requestId), as(MANAGER))
    return `${requestId}-transfer`
  }

  it('is sent by one signature and received by another, differences recorded', () => {
    const desk = given(branch, stock([S, '80000002', '80000003'])).desk
    const transferId = sent(desk)
    expect(desk.fob(S).custody).toMatchObject({ place: 'inTransfer', reference: transferId, by: '1001' })
    expect(desk.ask(receive(transferId, []), as(MANAGER_2))).toMatchObject({ code: 'TRANSFER_OTHER_BRANCH' })
    expect(desk.ask(receive(transferId, []), there(MANAGER))).toMatchObject({ code: 'TRANSFER_SAME_PERSON' })
    expect(desk.ask(receive(transferId, ['?']), there())).toMatchObject({ code: 'SERIAL_FORM' })
    expect(desk.ask(receive('x', []), there())).toMatchObject({ code: 'TRANSFER_UNKNOWN' })
    desk.do(receive(transferId, [S, '80000003']), there())
    expect(desk.fob(S)).toMatchObject({ branchNo: '002', custody: { place: 'stock' }, flags: [] })
    expect(desk.fob('80000002')).toMatchObject({
      custody: { place: 'missing' },
      flags: ['FLAG_TRANSFER_MISSING'],
    })
    expect(desk.fob('80000003')).toMatchObject({ branchNo: '002', flags: ['FLAG_TRANSFER_SURPLUS'] })
    expect(desk.ask(receive(transferId, []), there())).toMatchObject({ code: 'TRANSFER_RECEIVED' })
  })

  it('sends free stock of one’s own to another branch', () => {
    given(branch, stock([S]))
      .when(transfer([S], '001'))
      .thenRefused('BRANCH_SAME')
    given(branch, inService(['hanakodt'], '12345678'))
      .when(transfer(['12345678']))
      .thenRefused('FOB_NOT_IN_STOCK')
    given(branch, stock([S]))
      .when(transfer([S], '003'), { branchNo: '002' })
      .thenRefused('FOB_OTHER_BRANCH')
    given(branch)
      .when(transfer(['x']))
      .thenRefused('SERIAL_FORM')
  })

  it('checks the stock again at approval', () => {
    const desk = given(branch, stock([S, '80000002'])).desk
    const { requestId } = desk.do(transfer())
    desk.do(move('toMaker'), as(MANAGER))
    expect(desk.ask(approve(requestId), as(MANAGER))).toMatchObject({ code: 'FOB_NOT_IN_STOCK' })
  })
})

describe('現物検査', () => {
  it('records the difference and marks what is missing', () => {
    const desk = given(branch, stock([S, '80000002'])).desk
    const count = (serials: string[]) =>
      ({ type: 'recordStocktake', kind: 'daily', place: 'stock', serials, memo: '' }) as const
    expect(desk.ask(count([S, '８００００００１', '99999999']), as(MANAGER))).toMatchObject({
      events: [{ data: { counted: 2, booked: 2, missing: ['80000002'], surplus: ['99999999'] } }],
    })
    expect(desk.fob('80000002').flags).toEqual(['FLAG_STOCKTAKE_MISSING'])
    expect(desk.ask(count(['1']), as(MANAGER))).toMatchObject({ code: 'SERIAL_FORM' })
  })
})

describe('入荷', () => {
  const row = { lotNo: 'L9', serial: S, chipSerial: chipOf(S), model: 'C301-i', expiresAt: LONG, boxNo: '1' }
  const lot = (rows = [row], declared: number | null = 1) =>
    ({ type: 'importLot', fileName: 'l.csv', rows, declared }) as const

  it('counts against the delivery note', () => {
    const { events } = given(branch)
      .when(lot([row], 3), as(MANAGER))
      .thenRecords('LotReceived', 'FobReceived')
    expect(events[0]?.data).toMatchObject({ declared: 3, counted: 1, short: 2, surplus: 0 })
    const over = given(branch)
      .when(lot([row], 0), as(MANAGER))
      .thenRecords('LotReceived', 'FobReceived')
    expect(over.events[0]?.data).toMatchObject({ short: 0, surplus: 1 })
  })

  it('changes nothing the second time, and corrects an expiry', () => {
    const set = given(branch, (desk) => void desk.do(lot(), as(MANAGER)))
    set.when(lot(), as(MANAGER)).thenRecords()
    set.when(lot([{ ...row, expiresAt: LONG + DAY }]), as(MANAGER)).thenRecords('FobExpiryCorrected')
    expect(set.desk.fob(S).custody.place).toBe('received')
  })

  it('refuses what contradicts itself or the books', () => {
    const set = given(branch, (desk) => void desk.do(lot(), as(MANAGER)))
    set.when(lot([]), as(MANAGER)).thenRefused('FILE_EMPTY')
    set.when(lot([{ ...row, model: 'X' }]), as(MANAGER)).thenRefused('ROW_MODEL_UNKNOWN', { value: 'X' })
    set.when(lot([{ ...row, serial: '80000009' }]), as(MANAGER)).thenRefused('ROW_CHIP_TAKEN')
    set.when(lot([{ ...row, chipSerial: '865961011111111' }]), as(MANAGER)).thenRefused('ROW_FOB_DIFFERS')
  })
})

describe('名簿', () => {
  const roster = (rows: readonly RosterRow[]) => ({ type: 'importRoster', fileName: 'r.csv', rows }) as const
  const rows = trainingRoster('001')
  const changed = (
    loginId: string,
    user: Partial<RosterRow['user']>,
    contract: Partial<RosterRow['contract']> = {},
  ) =>
    rows.map((row) => ({
      contract: row.contract.contractNo === '1000001' ? { ...row.contract, ...contract } : row.contract,
      user: row.user.loginId === loginId ? { ...row.user, ...user } : row.user,
    }))

  it('records differences only', () => {
    const { events } = given(branch).when(roster(rows), as(MANAGER)).thenRecords('RosterImported')
    expect(events[0]?.data).toMatchObject({ added: 0, changed: 0, unchanged: 7 })
    given(branch)
      .when(roster(changed('jirodt', { name: 'データ次郎' })), as(MANAGER))
      .thenRecords('UserRecorded', 'RosterImported')
    given(branch)
      .when(roster(rows.slice(0, 1)), as(MANAGER))
      .thenRecords('RosterImported')
    given(branch).when(roster([]), as(MANAGER)).thenRefused('FILE_EMPTY')
  })

  it('makes a task of 解約, and keeps the ties', () => {
    const { events } = given(branch, inService(['hanakodt'], '12345678'))
      .when(roster(changed('hanakodt', { rosterStatus: 'closed' }, { status: 'closed' })), as(MANAGER))
      .thenRecords('ContractRecorded', 'UserRecorded', 'TaskRaised', 'TaskRaised', 'RosterImported')
    expect(events.flatMap((event) => (event.type === 'TaskRaised' ? [event.data.code] : []))).toEqual([
      'CONTRACT_CLOSED_IN_ROSTER',
      'USER_CLOSED_IN_ROSTER',
    ])
  })

  it('moves a contract with the fobs in its hands', () => {
    const desk = given(branch, inService(['hanakodt'], '12345678')).desk
    desk.do(roster(changed('', {}, { branchNo: '002' })), as(MANAGER))
    expect(desk.state.get('contract', '1000001')?.branchNo).toBe('002')
    expect(desk.fob('12345678').branchNo).toBe('002')
  })

  it('refuses a second master, a twenty-first user, a login that changes its contract', () => {
    given(branch)
      .when(roster(changed('jirodt', { role: 'master' })), as(MANAGER))
      .thenRefused('ROW_SECOND_MASTER')
    const first = rows[0]
    if (first === undefined) throw new Error('no row')
    const many = Array.from({ length: 20 }, (_, n) => ({
      ...first,
      user: { ...first.user, loginId: `more${n}`, role: 'general' as const },
    }))
    given(branch).when(roster(many), as(MANAGER)).thenRefused('ROW_TOO_MANY_USERS')
    const moved = rows
      .filter(({ user }) => user.loginId === 'tarodt')
      .map(({ user }) => ({ contract: first.contract, user }))
    given(branch)
      .when(roster(moved), as(MANAGER))
      .thenRefused('ROW_USER_MOVED', { loginId: 'tarodt', contractNo: '1000002' })
  })
})

describe('要対応', () => {
  const raise = { type: 'raiseTimeTasks' } as const
  const short = tokyo('2027-11-25T08:00:00')

  it('lists fobs that end within 90 days, once', () => {
    const desk = given(branch, stock(['12345678'], short), inService(['hanakodt'], '12345678')).desk
    expect(desk.ask(raise, as(null))).toMatchObject({ events: [] })
    desk.now = short - 90 * DAY - 1
    expect(desk.ask(raise, as(null))).toMatchObject({ events: [] })
    desk.now += 1
    expect(desk.ask(raise, as(null))).toMatchObject({ events: [{ data: { code: 'TASK_RENEWAL' } }] })
    expect(desk.ask(raise, as(null))).toMatchObject({ events: [] })
    const settle = { type: 'settleTask', taskId: `12345678-renewal-${short}`, memo: '' } as const
    desk.do(settle)
    expect(desk.ask(settle)).toMatchObject({ code: 'TASK_DONE' })
    expect(desk.ask(raise, as(null))).toMatchObject({ events: [] })
    expect(desk.ask({ ...settle, taskId: 'x' })).toMatchObject({ code: 'TASK_UNKNOWN' })
    expect(T0).toBeLessThan(desk.now)
  })
})
