import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  fromProgrammer,
  toProgrammer,
  type FromProgrammer,
  type ToProgrammer,
} from '../../programmer/messages.ts'
import { fromTraining, toTraining, type FromTraining } from '../../programmer/training/messages.ts'

const proved: FromProgrammer = {
  type: 'proved',
  issuanceId: 'issuance-1',
  serial: '12345678',
  chipSerial: '8659610000123',
  model: 'C301-i',
  driftSteps: -1,
  provenStep: 29_916_570,
  box: new Uint8Array(68),
  keyId: 'hub-1',
  clockSetAt: 1_795_000_000,
}
const issue: ToProgrammer = {
  type: 'issue',
  issuanceId: 'issuance-1',
  serial: '12345678',
  chipSerial: '8659610000123',
  algorithm: 'sha1',
  displaySeconds: 30,
  clockPermitted: true,
}
const display: FromTraining = {
  type: 'display',
  display: { chipSerial: '8659610000123', code: '123456', changesAt: 1 },
}

describe('messages', () => {
  it('survive the clone between processes', () => {
    expect(fromProgrammer.parse(structuredClone(proved))).toEqual(proved)
    expect(toProgrammer.parse(structuredClone(issue))).toEqual(issue)
    expect(fromTraining.parse(structuredClone(display))).toEqual(display)
  })

  it.each([
    ['a seed beside the box', fromProgrammer, { ...proved, seed: 'AAAA' }],
    [
      'a trace beside a failure',
      fromProgrammer,
      { type: 'failed', issuanceId: 'x', step: 'seed', code: 'NO_FOB', ambiguous: true, apdu: '84' },
    ],
    ['a box of no bytes', fromProgrammer, { ...proved, box: new Uint8Array(0) }],
    ['a box as text', fromProgrammer, { ...proved, box: 'AAAA' }],
    ['a drift beyond the window', fromProgrammer, { ...proved, driftSteps: 3 }],
    [
      'an unknown code',
      fromProgrammer,
      { type: 'failed', issuanceId: 'x', step: 'seed', code: 'OTHER', ambiguous: true },
    ],
    ['a seed in an order', toProgrammer, { ...issue, seed: new Uint8Array(20) }],
    ['a full-width serial', toProgrammer, { ...issue, serial: '１２３４５６７８' }],
    ['a serial of 7 digits', toProgrammer, { ...issue, serial: '1234567' }],
    ['another hash', toProgrammer, { ...issue, algorithm: 'sha512' }],
    ['another display time', toProgrammer, { ...issue, displaySeconds: 45 }],
    ['a code of 8 digits', toProgrammer, { type: 'code', issuanceId: 'x', code: '12345678', at: 1 }],
    [
      'a hub key of 31 bytes',
      toProgrammer,
      {
        type: 'start',
        realm: 'training',
        device: 'd',
        hubKey: { keyId: 'k', publicKey: new Uint8Array(31) },
        transports: [],
      },
    ],
    ['a seed on a display', fromTraining, { type: 'display', display: { ...display.display, seed: '00' } }],
    ['an unknown fault', toTraining, { type: 'fault', kind: 'explode' }],
  ] as const)('with %s are refused', (_, schema, message) => {
    expect(schema.safeParse(message).success).toBe(false)
  })

  it.each([
    ['toProgrammer', toProgrammer],
    ['fromProgrammer', fromProgrammer],
    ['toTraining', toTraining],
    ['fromTraining', fromTraining],
  ])('of anything are refused by %s without throwing', (_, schema) => {
    const types = schema.options.map((option) => option.shape.type.value)
    const shaped = fc
      .tuple(fc.constantFrom(...types), fc.dictionary(fc.string(), fc.anything()))
      .map(([type, rest]) => ({ ...rest, type, stray: 1 }))
    fc.assert(
      fc.property(fc.oneof(fc.anything(), shaped), (message) => {
        expect(schema.safeParse(message).success).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })
})
