import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { asSeed, totp } from '../../../domain/otp.ts'
import { encodeCommand } from '../../../programmer/token2/apdu.ts'
import { answerCommand } from '../../../programmer/token2/authenticate.ts'
import { configTlv } from '../../../programmer/token2/config.ts'
import { parseInfo } from '../../../programmer/token2/info.ts'
import { padSeed } from '../../../programmer/token2/seed.ts'
import { secureCommand } from '../../../programmer/token2/secure-command.ts'
import { encryptEcb, FOB_KEY } from '../../../programmer/token2/sm4.ts'
import { VirtualChip, type ChipRecord } from '../../../programmer/training/chip.ts'
import { VirtualFob, type FobFaults } from '../../../programmer/training/virtual-fob.ts'
import { unhex } from '../scripted-reader.ts'

const NOW = Date.UTC(2026, 10, 22, 9, 30, 12)
const NO_FAULTS: FobFaults = {
  lockedKey: false,
  refuseSeed: false,
  unknownModel: false,
  clockAheadSeconds: 0,
}
const blank: ChipRecord = {
  chipSerial: '8659610000123',
  printedSerial: '12345678',
  seed: null,
  algorithm: 'sha1',
  period: 60,
  clockOffsetSeconds: 7,
  wrongAnswers: 0,
  locked: false,
}

let chip: VirtualChip
let fob: VirtualFob
let faults: FobFaults

function powerOn(): void {
  fob = new VirtualFob(chip, { now: () => NOW, randomBytes, faults: () => faults })
}

beforeEach(() => {
  chip = new VirtualChip(blank)
  faults = NO_FAULTS
  powerOn()
})

function send(apdu: Uint8Array): { data: Uint8Array; status: string } {
  const answer = Buffer.from(fob.transmit(apdu).answer)
  return { data: answer.subarray(0, -2), status: answer.subarray(-2).toString('hex') }
}

const CHALLENGE = unhex('80 4B 08 00 01 00')
const seed = asSeed(new Uint8Array(20).fill(0x11))
const config = (algorithm: 'sha1' | 'sha256' = 'sha1') =>
  encodeCommand(
    secureCommand(
      { ins: 0xd4, p1: 0, p2: 0 },
      configTlv({ displaySeconds: 30, clock: Math.floor(NOW / 1000), algorithm }),
    ),
  )
const seedApdu = (padded: Uint8Array) =>
  encodeCommand(secureCommand({ ins: 0xc5, p1: 1, p2: 0 }, encryptEcb(FOB_KEY, padded)))
const authenticate = () => send(encodeCommand(answerCommand(send(CHALLENGE).data))).status
const withLastByteChanged = (bytes: Uint8Array) =>
  bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte))

describe('the training fob', () => {
  it('says who it is and what its clock says', () => {
    const { data, status } = send(unhex('80 41 00 00 02 02 11'))
    expect(status).toBe('9000')
    expect(parseInfo(data)).toEqual({
      ok: true,
      value: { chipSerial: blank.chipSerial, clock: Math.floor(NOW / 1000) + 7 },
    })
  })

  it('takes authentication, configuration and seed, and then shows that seed’s code', () => {
    expect(authenticate()).toBe('9000')
    expect(send(config()).status).toBe('9000')
    expect(send(seedApdu(padSeed(seed))).status).toBe('9000')
    expect(chip.display(NOW)).toEqual({
      chipSerial: blank.chipSerial,
      code: totp(seed, NOW),
      changesAt: NOW + 48_000,
    })
  })

  it('takes a 32-byte seed under SHA-256', () => {
    const long = asSeed(randomBytes(32))
    authenticate()
    send(config('sha256'))
    expect(send(seedApdu(padSeed(long))).status).toBe('9000')
    expect(chip.display(NOW).code).toBe(totp(long, NOW, { algorithm: 'sha256' }))
  })

  it('loses its seed when it is configured', () => {
    chip.writeSeed(seed)
    authenticate()
    expect(send(config()).status).toBe('9000')
    expect(chip.record.seed).toBeNull()
    expect(chip.display(NOW).code).toBeNull()
  })
})

describe('order', () => {
  it('nothing is written without authentication', () => {
    expect(send(config()).status).toBe('6982')
    expect(send(seedApdu(padSeed(seed))).status).toBe('6982')
    expect(chip.record).toEqual(blank)
  })

  it('no seed before the configuration of the same session', () => {
    authenticate()
    expect(send(seedApdu(padSeed(seed))).status).toBe('6985')
    send(config())
    powerOn()
    authenticate()
    expect(send(seedApdu(padSeed(seed))).status).toBe('6985')
  })

  it('power off ends the authentication', () => {
    authenticate()
    powerOn()
    expect(send(config()).status).toBe('6982')
  })

  it('an answer needs its own challenge', () => {
    const challenge = send(CHALLENGE).data
    const answer = encodeCommand(answerCommand(challenge))
    expect(send(answer).status).toBe('9000')
    expect(send(answer).status).toBe('6985')
    expect(send(config()).status).toBe('6982')
  })
})

describe('key', () => {
  const wrongAnswer = () => {
    send(CHALLENGE)
    return send(encodeCommand(answerCommand(new Uint8Array(8)))).status
  }

  it('locks for good after 8 wrong answers in a row', () => {
    for (let attempt = 0; attempt < 8; attempt += 1) expect(wrongAnswer()).toBe('6300')
    powerOn()
    expect(authenticate()).toBe('6983')
    expect(chip.record.locked).toBe(true)
  })

  it('forgets wrong answers after a right one', () => {
    for (let attempt = 0; attempt < 7; attempt += 1) wrongAnswer()
    expect(authenticate()).toBe('9000')
    expect(wrongAnswer()).toBe('6300')
    expect(authenticate()).toBe('9000')
  })
})

describe('MAC', () => {
  it('wrong: refused, and the authentication is over', () => {
    authenticate()
    expect(send(withLastByteChanged(config())).status).toBe('6988')
    expect(send(config()).status).toBe('6982')
    expect(chip.record).toEqual(blank)
  })

  it('covers the header', () => {
    authenticate()
    const asSeedCommand = config().with(1, 0xc5).with(2, 1)
    expect(send(asSeedCommand).status).toBe('6988')
  })
})

describe('contents', () => {
  beforeEach(() => authenticate())

  const bad = (name: string, padded: string) => ({ name, padded: unhex(padded) })
  it.each([
    bad('no padding', '11'.repeat(32)),
    bad('zeros only', '00'.repeat(32)),
    bad('bytes after the padding', `${'11'.repeat(20)}80${'00'.repeat(10)}01`),
    bad('a block too many', `${'11'.repeat(20)}80${'00'.repeat(27)}`),
    bad('no seed at all', `80${'00'.repeat(15)}`),
    bad('64 bytes', `${'11'.repeat(64)}80${'00'.repeat(15)}`),
  ])('a seed with $name is refused', ({ padded }) => {
    send(config())
    expect(send(seedApdu(padded)).status).toBe('6a80')
    expect(chip.record.seed).toBeNull()
  })

  it.each([
    ['another tag', 0, 0x82],
    ['another length', 1, 0x14],
    ['an unknown display time', 4, 4],
    ['an unknown hash', 15, 3],
    ['another step', 18, 0x1f],
  ])('a configuration with %s is refused', (_, at, byte) => {
    const tlv = configTlv({ displaySeconds: 30, clock: 1, algorithm: 'sha1' }).with(at, byte)
    expect(send(encodeCommand(secureCommand({ ins: 0xd4, p1: 0, p2: 0 }, tlv))).status).toBe('6a80')
  })
})

describe('commands it does not know', () => {
  it.each([
    ['804100', '6700'],
    ['00a4040000', '6e00'],
    ['8099000000', '6d00'],
    ['80410100020211', '6a86'],
    ['80410000020212', '6a80'],
    ['804b0800020000', '6a80'],
    ['8041000003021100ff00', '6700'],
    ['84d4000000', '6982'],
  ])('%s is answered %s', (apdu, status) => {
    expect(send(unhex(apdu)).status).toBe(status)
  })

  it('are never carried out and never make it throw, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (apdu) => {
        const { answer, carriedOut } = fob.transmit(apdu)
        expect(answer.length).toBeGreaterThanOrEqual(2)
        expect(carriedOut === 'config' || carriedOut === 'seed').toBe(false)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('faults', () => {
  it('a locked key, an unknown model, a refused seed, a wrong clock', () => {
    faults = { ...NO_FAULTS, unknownModel: true }
    expect(parseInfo(send(unhex('80 41 00 00 02 02 11')).data)).toMatchObject({
      value: { chipSerial: '0000000000123' },
    })
    faults = { ...NO_FAULTS, lockedKey: true }
    expect(authenticate()).toBe('6983')
    expect(chip.record.locked).toBe(false)
    faults = { ...NO_FAULTS, clockAheadSeconds: 90, refuseSeed: true }
    authenticate()
    expect(send(config()).status).toBe('9000')
    expect(chip.clock(NOW)).toBe(Math.floor(NOW / 1000) + 90)
    expect(send(seedApdu(padSeed(seed))).status).toBe('6a80')
  })
})
