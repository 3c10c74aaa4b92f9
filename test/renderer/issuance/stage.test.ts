import { describe, expect, test } from 'vitest'
import type { IssuanceState } from '../../../preload/contract/views.ts'
import { codeDigits, stageOf, stepsDone } from '../../../renderer/issuance/stage.ts'
import { fobAt } from '../fake/fobs.ts'

const fob = fobAt(2)
const reader = {
  name: 'reader',
  transport: 'training' as const,
  fob: { chipSerial: '8659610100042', model: 'C301-i', clockOffsetSeconds: 4, known: fob },
  refusal: null,
}
const idle: IssuanceState = { readers: [reader], running: null, last: null }
const running = {
  issuanceId: 'I-1',
  applicationId: 'A-1',
  serial: fob.serial,
  step: 'awaitingCode' as const,
  attemptsLeft: 3,
  startedAt: 0,
}
const last = {
  issuanceId: 'I-1',
  applicationId: 'A-1',
  serial: fob.serial,
  ok: true,
  driftSteps: 0,
  refusal: null,
  rewriteNeeded: false,
}

describe('the stage', () => {
  test('a known fob on the reader is ready', () => {
    expect(stageOf(idle, 'A-1', null)).toMatchObject({ at: 'ready', fob, offset: 4 })
  })
  test('nothing chosen', () => {
    expect(stageOf(idle, null, null).at).toBe('idle')
  })
  test('no reader, no fob, a fob in no lot, a reader that refuses', () => {
    expect(stageOf({ ...idle, readers: [] }, 'A-1', null).at).toBe('noReader')
    expect(stageOf({ ...idle, readers: [{ ...reader, fob: null }] }, 'A-1', null).at).toBe('noFob')
    const stranger = { ...reader, fob: { ...reader.fob, known: null } }
    expect(stageOf({ ...idle, readers: [stranger] }, 'A-1', null)).toMatchObject({
      at: 'unusable',
      refusal: { code: 'FOB_NOT_IN_LOT' },
    })
    const locked = { ...reader, refusal: { code: 'FOB_LOCKED', detail: {} } }
    expect(stageOf({ ...idle, readers: [locked] }, 'A-1', null)).toMatchObject({
      refusal: { code: 'FOB_LOCKED' },
    })
  })
  test('of two readers the one with a fob counts', () => {
    expect(stageOf({ ...idle, readers: [{ ...reader, fob: null }, reader] }, 'A-1', null).at).toBe('ready')
  })
  test('a running issuance is shown to its own application, the others wait', () => {
    expect(stageOf({ ...idle, running }, 'A-1', null).at).toBe('running')
    expect(stageOf({ ...idle, running }, 'A-2', null).at).toBe('busy')
  })
  test('an end is shown until it is gone on from, and to its own application only', () => {
    expect(stageOf({ ...idle, last }, 'A-1', null).at).toBe('done')
    expect(stageOf({ ...idle, last }, 'A-1', 'I-1').at).toBe('ready')
    expect(stageOf({ ...idle, last }, 'A-2', null).at).toBe('ready')
  })
  test('a failed one says why', () => {
    const failed = { ...last, ok: false, refusal: { code: 'FOB_REMOVED', detail: {} } }
    expect(stageOf({ ...idle, last: failed }, 'A-1', null)).toMatchObject({
      at: 'failed',
      refusal: { code: 'FOB_REMOVED' },
    })
  })
})

test('four steps: the code is asked for when three are behind', () => {
  expect(
    (['started', 'authenticated', 'configured', 'seeded', 'awaitingCode', 'proved'] as const).map(stepsDone),
  ).toEqual([0, 1, 2, 3, 3, 4])
})

test('a code field takes full-width digits and gaps, six at most', () => {
  expect(codeDigits('１２３ ４５６7')).toBe('123456')
  expect(codeDigits('あ12')).toBe('12')
})
