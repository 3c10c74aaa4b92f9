/** Files of other systems that come twice, contradict themselves or take things back. */
import { describe, expect, it } from 'vitest'
import type { LotRow, RosterRow } from '../../domain/commands.ts'
import { trainingRoster } from '../../domain/training.ts'
import { A, as, B, branch, BRANCH, type Desk, given, inService, LONG, MANAGER, submit } from './given.ts'

const S = '80000001'
const rows = trainingRoster(BRANCH)
const roster = (changed: readonly RosterRow[]) =>
  ({ type: 'importRoster', fileName: 'r.csv', rows: changed }) as const
const contractA = (status: 'active' | 'closed') =>
  rows.map((row) => (row.contract.contractNo === A ? { ...row, contract: { ...row.contract, status } } : row))
const types = (desk: Desk, from: number) => desk.events.slice(from).map(({ type }) => type)

describe('the roster', () => {
  it('read twice says nothing new', () => {
    given(branch).when(roster(rows), as(MANAGER)).thenRecords('RosterImported')
  })

  it('deletes nobody who is missing from it', () => {
    const desk = given(branch).desk
    const before = desk.events.length
    desk.do(roster(rows.slice(0, 1)), as(MANAGER))
    expect(types(desk, before)).toEqual(['RosterImported'])
    expect(desk.user('tarodt').rosterStatus).toBe('active')
  })

  it('closes a contract with a fob out by a task, once, and revokes nothing itself', () => {
    const desk = given(branch, inService(['hanakodt'], S)).desk
    const before = desk.events.length
    desk.do(roster(contractA('closed')), as(MANAGER))
    desk.do(roster(contractA('closed')), as(MANAGER))
    expect(types(desk, before)).toEqual([
      'ContractRecorded',
      'TaskRaised',
      'RosterImported',
      'RosterImported',
    ])
    expect(desk.user('hanakodt').otp.status).toBe('inService')
    expect(desk.ask(submit(['jirodt']))).toMatchObject({ code: 'CONTRACT_CLOSED' })
    desk.do(submit(['hanakodt'], { kind: 'cancellation', startDate: '2026-11-24' }))
  })

  it('reopens a contract', () => {
    const desk = given(branch).desk
    desk.do(roster(contractA('closed')), as(MANAGER))
    desk.do(roster(contractA('active')), as(MANAGER))
    desk.do(submit(['jirodt']))
  })

  it('moves nobody to another contract, and says where they are', () => {
    const target = rows.find(({ contract }) => contract.contractNo === B)
    if (target === undefined) throw new Error('no row')
    const moved = rows.map((row) =>
      row.user.loginId === 'jirodt' ? { ...row, contract: target.contract } : row,
    )
    given(branch)
      .when(roster(moved), as(MANAGER))
      .thenRefused('ROW_USER_MOVED', { loginId: 'jirodt', contractNo: A })
  })

  it('changes the master in one file, and names both when the old one stays', () => {
    const swapped = (roles: Record<string, 'master' | 'administrator'>) =>
      rows.map((row) => ({ ...row, user: { ...row.user, role: roles[row.user.loginId] ?? row.user.role } }))
    given(branch)
      .when(roster(swapped({ hanakodt: 'master', ichirodt: 'administrator' })), as(MANAGER))
      .thenRecords('UserRecorded', 'UserRecorded', 'RosterImported')
    const only = swapped({ hanakodt: 'master' }).filter(({ user }) => user.loginId === 'hanakodt')
    given(branch)
      .when(roster(only), as(MANAGER))
      .thenRefused('ROW_SECOND_MASTER', { contractNo: A, known: 'ichirodt', loginId: 'hanakodt' })
  })
})

describe('the delivery lot', () => {
  const row = (serial: string, chipSerial: string): LotRow => ({
    lotNo: 'L',
    serial,
    chipSerial,
    model: 'C301-i',
    expiresAt: LONG,
    boxNo: '1',
  })
  const lot = (...lotRows: LotRow[]) =>
    ({ type: 'importLot', fileName: 'l.csv', rows: lotRows, declared: null }) as const

  it('read twice says nothing new; a later expiry corrects the label', () => {
    const set = given(branch, (d) => void d.do(lot(row(S, 'chip1')), as(MANAGER)))
    set.when(lot(row(S, 'chip1')), as(MANAGER)).thenRecords()
    set.when(lot({ ...row(S, 'chip1'), expiresAt: LONG + 1 }), as(MANAGER)).thenRecords('FobExpiryCorrected')
  })

  it('ties one serial to one chip, against the books and within itself', () => {
    const set = given(branch, (d) => void d.do(lot(row(S, 'chip1')), as(MANAGER)))
    set.when(lot(row(S, 'chip2')), as(MANAGER)).thenRefused('ROW_FOB_DIFFERS', { serial: S })
    set
      .when(lot(row('80000002', 'chip1')), as(MANAGER))
      .thenRefused('ROW_CHIP_TAKEN', { chipSerial: 'chip1', serial: S })
    set
      .when(lot(row('80000003', 'chip3'), row('80000004', 'chip3')), as(MANAGER))
      .thenRefused('ROW_CHIP_TAKEN', { chipSerial: 'chip3', serial: '80000003' })
    set
      .when(lot(row('80000003', 'chip3'), row('80000003', 'chip4')), as(MANAGER))
      .thenRefused('ROW_FOB_DIFFERS', { serial: '80000003' })
  })
})
