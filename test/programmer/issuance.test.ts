import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { afterEach, describe, expect, it } from 'vitest'
import { asSeed, stepAt, totp } from '../../domain/otp.ts'
import { openSeed } from '../../protocol/seed-box.ts'
import { Bench, FOB, ISSUE, LOCKED_FOB, OTHER_FOB, STRANGE_FOB } from './bench.ts'
import { findSeed } from './find-seed.ts'

let bench: Bench
afterEach(() => bench.stop())

const CONTEXT = {
  serial: FOB.printedSerial,
  issuanceId: ISSUE.issuanceId,
  device: 'device-1',
  keyId: 'hub-key-1',
}

async function issueAndAwaitCode(
  overrides: Partial<typeof ISSUE> | { algorithm: 'sha256' } = {},
): Promise<void> {
  await bench.place(FOB.chipSerial)
  bench.order({ ...ISSUE, ...overrides })
  await bench.programmer.first('progress', ({ step }) => step === 'awaitingCode')
}

const enter = (code: string) =>
  bench.order({ type: 'code', issuanceId: ISSUE.issuanceId, code, at: bench.now })

describe('an issuance', () => {
  it.each(['sha1', 'sha256'] as const)('writes, proves and seals a %s seed, then ends', async (algorithm) => {
    bench = await Bench.start()
    await issueAndAwaitCode({ algorithm } as { algorithm: 'sha256' })
    enter(await bench.displayed())
    const proved = await bench.programmer.first('proved')
    expect(proved).toEqual({
      type: 'proved',
      issuanceId: ISSUE.issuanceId,
      serial: FOB.printedSerial,
      chipSerial: FOB.chipSerial,
      model: 'C301-i',
      driftSteps: 0,
      provenStep: stepAt(bench.now),
      box: expect.any(Uint8Array),
      keyId: 'hub-key-1',
      clockSetAt: Math.floor(bench.now / 1000),
    })
    expect(bench.programmer.all('progress').map(({ step }) => step)).toEqual([
      'authenticated',
      'configured',
      'seeded',
      'awaitingCode',
    ])
    const opened = await openSeed(bench.hub.privateKey, CONTEXT, proved.box)
    expect(opened.ok && Buffer.from(opened.value)).toEqual(bench.seedOf())
    expect(bench.seedOf()).toHaveLength(algorithm === 'sha1' ? 20 : 32)
    expect(totp(asSeed(bench.seedOf()), bench.now, { algorithm })).toBe(await bench.displayed())
    expect(bench.exited).toBe(false)
    bench.order({ type: 'acknowledge', issuanceId: ISSUE.issuanceId })
    expect(bench.exited).toBe(true)
  })

  it('goes by the training clock', async () => {
    bench = await Bench.start()
    const nowOffsetMs = 3 * 24 * 3600_000
    bench.tell({ type: 'clock', nowOffsetMs })
    bench.order({ type: 'clock', nowOffsetMs })
    await issueAndAwaitCode()
    const code = await bench.displayed()
    bench.order({ type: 'code', issuanceId: ISSUE.issuanceId, code, at: bench.now + nowOffsetMs })
    expect(await bench.programmer.first('proved')).toMatchObject({
      driftSteps: 0,
      clockSetAt: Math.floor((bench.now + nowOffsetMs) / 1000),
    })
  })

  it('measures a fob that runs ahead', async () => {
    bench = await Bench.start()
    bench.tell({ type: 'fault', kind: 'driftingClock' })
    await issueAndAwaitCode()
    // 09:30:12 + 90 s is the fob's 09:31:42: one step ahead.
    enter(await bench.displayed())
    expect(await bench.programmer.first('proved')).toMatchObject({
      driftSteps: 1,
      provenStep: stepAt(bench.now) + 1,
    })
  })

  it('gives a wrong code another try, five in all', async () => {
    bench = await Bench.start()
    await issueAndAwaitCode()
    const right = await bench.displayed()
    const wrong = right === '000000' ? '000001' : '000000'
    for (let entry = 0; entry < 5; entry += 1) enter(wrong)
    expect(bench.programmer.all('codeRefused').map(({ attemptsLeft }) => attemptsLeft)).toEqual([4, 3, 2, 1])
    expect(await bench.programmer.first('failed')).toEqual({
      type: 'failed',
      issuanceId: ISSUE.issuanceId,
      step: 'prove',
      code: 'CODE_WRONG_TOO_OFTEN',
      ambiguous: true,
    })
    enter(right)
    await new Promise(setImmediate)
    expect(bench.programmer.all('proved')).toEqual([])
  })

  it('proves after a wrong code', async () => {
    bench = await Bench.start()
    await issueAndAwaitCode()
    const right = await bench.displayed()
    enter(right === '000000' ? '000001' : '000000')
    enter(right)
    await bench.programmer.first('proved')
    expect(bench.programmer.all('codeRefused')).toHaveLength(1)
  })

  it('never proves a fob whose clock went wrong', async () => {
    bench = await Bench.start()
    bench.tell({ type: 'fault', kind: 'wrongClock' })
    await issueAndAwaitCode()
    enter(await bench.displayed())
    expect(await bench.programmer.first('codeRefused')).toMatchObject({ outcome: 'wrong', attemptsLeft: 4 })
  })

  it('waits for the code while the fob is lifted off to be read', async () => {
    bench = await Bench.start()
    await issueAndAwaitCode()
    bench.tell({ type: 'remove' })
    await bench.programmer.latest('readers', ({ readers }) => readers[0]?.fob === null)
    await bench.place(FOB.chipSerial)
    enter(await bench.displayed())
    await bench.programmer.first('proved')
  })

  it('waits while the fob is still being identified', async () => {
    bench = await Bench.start()
    const before = bench.programmer.all('readers').length
    bench.tell({ type: 'place', chipSerial: FOB.chipSerial })
    await bench.programmer.latest('readers', () => bench.programmer.all('readers').length > before)
    bench.order(ISSUE)
    await bench.programmer.first('progress', ({ step }) => step === 'awaitingCode')
  })

  it.each(['proved', 'failed'] as const)('overwrites the seed’s bytes when it has %s', async (ending) => {
    const made: Uint8Array[] = []
    const original = crypto.randomFillSync
    const watched: unknown = (bytes: Uint8Array) => {
      made.push(bytes)
      return original(bytes)
    }
    Object.assign(crypto, { randomFillSync: watched })
    syncBuiltinESMExports()
    try {
      bench = await Bench.start()
      await issueAndAwaitCode()
      const [seed, ...others] = made.filter((bytes) => bytes.length === 20)
      expect(others).toEqual([])
      expect(Buffer.from(seed ?? [])).toEqual(bench.seedOf())
      if (ending === 'proved') enter(await bench.displayed())
      else bench.order({ type: 'cancel', issuanceId: ISSUE.issuanceId })
      await bench.programmer.first(ending)
      expect(seed).toEqual(new Uint8Array(20))
    } finally {
      Object.assign(crypto, { randomFillSync: original })
      syncBuiltinESMExports()
    }
  })
})

describe('an issuance that cannot be', () => {
  const failed = () => bench.programmer.first('failed')

  it.each([
    ['removeAfterInfo', 'identify', 'FOB_REMOVED', false],
    ['removeAfterChallenge', 'authenticate', 'FOB_REMOVED', false],
    ['removeAfterAnswer', 'authenticate', 'FOB_REMOVED', false],
    ['removeAfterConfig', 'configure', 'FOB_REMOVED', true],
    ['removeAfterSeed', 'seed', 'FOB_REMOVED', true],
    ['lockedKey', 'authenticate', 'FOB_LOCKED', false],
    ['wrongPadding', 'seed', 'FOB_REFUSED_SEED', true],
    ['unknownModel', 'identify', 'FOB_UNKNOWN_MODEL', false],
  ] as const)('%s: failed at %s with %s, ambiguous %s', async (kind, step, code, ambiguous) => {
    bench = await Bench.start()
    await bench.place(FOB.chipSerial)
    bench.tell({ type: 'fault', kind })
    bench.order(ISSUE)
    expect(await failed()).toEqual({ type: 'failed', issuanceId: ISSUE.issuanceId, step, code, ambiguous })
    bench.order({ type: 'acknowledge', issuanceId: ISSUE.issuanceId })
    expect(bench.exited).toBe(true)
  })

  it.each([
    [OTHER_FOB, 'identify', 'FOB_OTHER_CHIP'],
    [STRANGE_FOB, 'identify', 'FOB_UNKNOWN_MODEL'],
    [LOCKED_FOB, 'authenticate', 'FOB_LOCKED'],
  ] as const)('with the fob %o: failed at %s with %s', async (fob, step, code) => {
    bench = await Bench.start()
    await bench.place(fob.chipSerial)
    bench.order(fob === LOCKED_FOB ? { ...ISSUE, chipSerial: fob.chipSerial } : ISSUE)
    expect(await failed()).toMatchObject({ step, code, ambiguous: false })
  })

  it('without a fob', async () => {
    bench = await Bench.start()
    bench.order(ISSUE)
    expect(await failed()).toMatchObject({ step: 'identify', code: 'NO_FOB', ambiguous: false })
  })

  it('without a reader', async () => {
    bench = await Bench.start()
    bench.tell({ type: 'unplug' })
    await bench.programmer.latest('readers', ({ readers }) => readers[0]?.connected === false)
    bench.order(ISSUE)
    expect(await failed()).toMatchObject({ step: 'identify', code: 'NO_READER', ambiguous: false })
  })

  it('under a clock that is not trusted', async () => {
    bench = await Bench.start()
    await bench.place(FOB.chipSerial)
    bench.order({ ...ISSUE, clockPermitted: false })
    expect(await failed()).toMatchObject({ step: 'identify', code: 'CLOCK_NOT_TRUSTED', ambiguous: false })
  })

  it('when the reader stops answering', async () => {
    bench = await Bench.start(50)
    await bench.place(FOB.chipSerial)
    bench.tell({ type: 'fault', kind: 'silent' })
    bench.order(ISSUE)
    expect(await failed()).toMatchObject({ step: 'identify', code: 'READER_TIMEOUT', ambiguous: false })
  })

  it('cancelled before the fob was touched', async () => {
    bench = await Bench.start()
    await bench.place(FOB.chipSerial)
    bench.order(ISSUE)
    bench.order({ type: 'cancel', issuanceId: ISSUE.issuanceId })
    expect(await failed()).toMatchObject({ step: 'identify', code: 'CANCELLED', ambiguous: false })
    expect(() => bench.seedOf()).toThrow('no seed')
  })

  it('cancelled while its code is awaited', async () => {
    bench = await Bench.start()
    await issueAndAwaitCode()
    bench.order({ type: 'cancel', issuanceId: 'another' })
    expect(bench.programmer.all('failed')).toEqual([])
    bench.order({ type: 'cancel', issuanceId: ISSUE.issuanceId })
    expect(await failed()).toMatchObject({ step: 'prove', code: 'CANCELLED', ambiguous: true })
  })
})

describe('readers', () => {
  it('are told with what lies on them', async () => {
    bench = await Bench.start()
    await bench.place(FOB.chipSerial)
    const { readers } = await bench.programmer.first('readers', ({ readers: [reader] }) =>
      Boolean(reader?.fob),
    )
    expect(readers).toEqual([
      {
        name: 'Training reader',
        problem: null,
        transport: 'training',
        connected: true,
        fob: {
          chipSerial: FOB.chipSerial,
          model: 'C301-i',
          clock: expect.any(Number),
          clockOffsetSeconds: expect.any(Number),
        },
      },
    ])
  })

  it('name why a fob cannot be programmed', async () => {
    bench = await Bench.start()
    await bench.place(STRANGE_FOB.chipSerial)
    expect(bench.programmer.all('readers').at(-1)?.readers[0]?.fob).toEqual({ refused: 'FOB_UNKNOWN_MODEL' })
  })
})

describe('what main is told', () => {
  it('never holds the seed, however it ends', async () => {
    bench = await Bench.start()
    await issueAndAwaitCode()
    enter('000000')
    enter(await bench.displayed())
    await bench.programmer.first('proved')
    const seed = bench.seedOf()
    expect(findSeed(seed, [...bench.programmer.raw, ...bench.training.raw])).toEqual([])
    // The search itself finds what it should.
    expect(findSeed(seed, [{ deep: { note: seed.toString('base64') } }])).toEqual(['base64'])
    expect(findSeed(seed, [{ box: Uint8Array.from([1, ...seed, 2]) }])).toEqual(['raw'])
  })
})
