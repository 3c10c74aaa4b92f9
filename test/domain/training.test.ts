import { describe, expect, it } from 'vitest'
import { dateAt } from '../../domain/calendar.ts'
import { modelOfChip } from '../../domain/fob-models.ts'
import { normaliseSerial } from '../../domain/serial.ts'
import { authStatus, shownOtpStatus } from '../../domain/status.ts'
import { servingSerial } from '../../domain/ties.ts'
import { trainingFacts, trainingLot, trainingRoster } from '../../domain/training.ts'
import { neighbourEnters } from '../../domain/training-neighbour.ts'
import { generateLot, generateRoster } from '../../domain/training-roster.ts'
import { as, branch, DAY, Desk, MANAGER, T0 } from './given.ts'
import { illegalities } from './legal.ts'

describe('the training branch', () => {
  const desk = new Desk()
  branch(desk)
  desk.now = T0 - 100 * DAY
  desk.do({ type: 'importLot', fileName: 'l', rows: trainingLot(T0), declared: null }, as(MANAGER))
  for (const { at, by, draft } of trainingFacts(T0)) {
    desk.now = at
    desk.record(draft, by)
  }
  desk.now = T0

  it('shows the manual’s people in the manual’s variety of states', () => {
    const shown = trainingRoster().map(({ user: { loginId } }) => {
      const user = desk.user(loginId)
      const serial = servingSerial(user, T0)
      const fob = desk.state.get('fob', serial ?? '')
      return [loginId, serial, shownOtpStatus(user, fob, T0), authStatus(user)]
    })
    expect(shown).toEqual([
      ['ichirodt', '23456789', 'inService', 'stopped'],
      ['hanakodt', '12345678', 'inService', 'available'],
      ['jirodt', '12345678', 'inService', 'available'],
      ['saburodt', '34567890', 'tokenIssued', 'available'],
      ['sakikodt', '78106410', 'expired', 'available'],
      ['tarodt', '78106420', 'revoked', 'available'],
      ['shirodt', null, 'unregistered', 'available'],
    ])
  })

  it('is a legal state with work waiting on the desk', () => {
    expect(illegalities(desk)).toEqual([])
    expect(desk.state.waitingApprovals()).toHaveLength(1)
    expect([...desk.state.all('fob')].flatMap(({ flags }) => flags)).toEqual([])
    desk.do({ type: 'raiseTimeTasks' }, as(null))
    expect([...desk.state.all('task')].map(({ subject }) => subject.id)).toEqual(['23456789', '78106410'])
  })
})

describe('generated rosters and lots', () => {
  const rows = generateRoster(7, 200)

  it('are the same for the same seed', () => {
    expect(generateRoster(7, 200)).toEqual(rows)
    expect(generateRoster(8, 200)).not.toEqual(rows)
  })

  it('import as they are, with unique logins and telephone numbers of ten digits', () => {
    expect(new Set(rows.map(({ user }) => user.loginId)).size).toBe(rows.length)
    for (const { contract } of rows) expect(contract.phone.replaceAll('-', '')).toMatch(/^0\d{9}$/)
    const desk = new Desk()
    branch(desk)
    desk.do({ type: 'importRoster', fileName: 'g', rows }, as(MANAGER))
    expect([...desk.state.all('contract')]).toHaveLength(202)
  })

  it('give fobs of the model, 8 digits, not expired', () => {
    for (const row of generateLot(299, 120, 'C302-i', dateAt(T0))) {
      expect(normaliseSerial(row.serial)).toHaveLength(8)
      expect(modelOfChip(row.chipSerial)).toBe('C302-i')
      expect(row.expiresAt).toBeGreaterThan(T0 + 1000 * DAY)
    }
  })
})

it('the neighbour branch shares no number with the training branch’s own', () => {
  const own = new Set([
    ...[...trainingRoster(), ...generateRoster(1, 20_000)].flatMap(({ contract, user }) => [
      contract.contractNo,
      user.loginId,
    ]),
    ...trainingLot(T0, 200).flatMap(({ serial, chipSerial }) => [serial, chipSerial]),
  ])
  const entered = neighbourEnters(T0)
  if (entered.type !== 'ScopeEntered') throw new Error('records enter a scope')
  const { contracts, users, fobs } = entered.data
  const theirs = [
    ...contracts.map(({ contractNo }) => contractNo),
    ...users.map(({ loginId }) => loginId),
    ...fobs.flatMap(({ serial, chipSerial }) => [serial, chipSerial]),
  ]
  expect(theirs.filter((number) => own.has(number))).toEqual([])
  expect(new Set(theirs).size).toBe(theirs.length)
})
