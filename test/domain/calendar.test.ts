import { describe, expect, it } from 'vitest'
import * as calendar from '../../domain/calendar.ts'
import { waitingUntil } from '../../domain/waiting.ts'
import { tokyo } from './given.ts'

describe('dates in Tokyo', () => {
  it('knows the day whatever the PC thinks', () => {
    expect(calendar.dateAt(Date.parse('2026-11-21T15:00:00Z'))).toBe('2026-11-22')
    expect(calendar.dateAt(Date.parse('2026-11-21T14:59:59Z'))).toBe('2026-11-21')
    expect(calendar.startOfDay('2026-11-22')).toBe(Date.parse('2026-11-21T15:00:00Z'))
  })

  it('writes the expiry as the manual does', () => {
    expect(calendar.formatExpiry(calendar.expiryOn('2021-09-30'))).toBe('2021年09月30日 08時00分')
    expect(calendar.formatMinute(tokyo('2026-01-02T08:05:00'))).toBe('2026-01-02 08:05')
  })

  it.each([
    ['2026-11-22', '2026-11-22'],
    ['2026/1/5', '2026-01-05'],
    ['２０２６年１１月２２日', '2026-11-22'],
    ['2026-02-29', null],
    ['2028-02-29', '2028-02-29'],
    ['2026-13-01', null],
    ['22.11.2026', null],
    ['2026-00-10', null],
  ])('reads %s', (typed, date) => expect(calendar.parseDate(typed)).toBe(date))

  it('counts business days over holidays and the turn of the year', () => {
    expect(calendar.addBusinessDays('2026-11-20', 1)).toBe('2026-11-24')
    expect(calendar.addBusinessDays('2026-11-24', 5)).toBe('2026-12-01')
    expect(calendar.addBusinessDays('2026-12-30', 1)).toBe('2027-01-04')
    expect(calendar.isBusinessDay('2026-12-31')).toBe(false)
    expect(calendar.isBusinessDay('2027-01-03')).toBe(false)
  })

  it('knows month ends', () => {
    expect(calendar.monthEnd('2028-02-10')).toBe('2028-02-29')
  })

  it('counts remaining months by the calendar', () => {
    const end = tokyo('2027-11-24T08:00:00')
    expect(calendar.isWithinMonths(tokyo('2026-11-24T08:00:00'), end, 12)).toBe(false)
    expect(calendar.isWithinMonths(tokyo('2026-11-24T08:00:01'), end, 12)).toBe(true)
  })
})

describe('waiting time (rule 7)', () => {
  it.each([
    ['2026-11-24T02:05:59', '2026-11-24T02:35:59'],
    ['2026-11-24T02:06:00', '2026-11-24T08:10:00'],
    ['2026-11-24T07:40:00', '2026-11-24T08:10:00'],
    ['2026-11-24T07:55:00', '2026-11-24T08:10:00'],
    ['2026-11-24T08:09:59', '2026-11-24T08:10:00'],
    ['2026-11-24T08:10:00', '2026-11-24T08:40:00'],
    ['2026-11-24T10:00:00', '2026-11-24T10:30:00'],
    ['2026-11-24T23:45:00', '2026-11-25T00:15:00'],
    ['2026-11-30T23:45:00', '2026-12-01T00:15:00'],
    ['2026-12-31T23:59:59', '2027-01-01T00:29:59'],
    ['2028-02-29T01:40:00', '2028-02-29T02:10:00'],
  ])('%s → %s', (at, until) => expect(waitingUntil(tokyo(at))).toBe(tokyo(until)))

  it('keeps the milliseconds of the desk, and ends the pause on the second', () => {
    expect(waitingUntil(tokyo('2026-11-24T10:00:00.250'))).toBe(tokyo('2026-11-24T10:30:00.250'))
    expect(waitingUntil(tokyo('2026-11-24T08:09:59.999'))).toBe(tokyo('2026-11-24T08:10:00'))
  })
})
