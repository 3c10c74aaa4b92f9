import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asSeed } from '../../../domain/otp.ts'
import { answerCommand, authenticate } from '../../../programmer/token2/authenticate.ts'
import { configTlv, writeConfig } from '../../../programmer/token2/config.ts'
import { parseInfo, readIdentity } from '../../../programmer/token2/info.ts'
import { modelOfChip } from '../../../programmer/token2/model.ts'
import { padSeed, writeSeed } from '../../../programmer/token2/seed.ts'
import { scriptedReader, unhex } from '../scripted-reader.ts'

const info = (serial: string, clock = '6720a2c0') =>
  `000000${serial.length.toString(16).padStart(2, '0')}${Buffer.from(serial).toString('hex')}0000${clock}`

describe('info', () => {
  it('gives serial and clock', () => {
    expect(parseInfo(unhex(info('8659610000123')))).toEqual({
      ok: true,
      value: { chipSerial: '8659610000123', clock: 0x6720a2c0 },
    })
  })

  it.each([
    ['nothing', ''],
    ['a length beyond the end', '000000ff38363539363130'],
    ['a clock cut short', info('8659610000123').slice(0, -2)],
    ['letters', info('865961000012A')],
    ['no serial', info('')],
    ['a serial of 33 digits', info('8'.repeat(33))],
    ['a serial of 6 digits', info('865961')],
  ])('refuses %s', (_, hex) => {
    expect(parseInfo(unhex(hex))).toMatchObject({ ok: false, code: 'FOB_ANSWER_INVALID' })
  })

  it('never throws, and gives digits only, on any bytes', () => {
    const nearly = fc
      .tuple(fc.uint8Array({ minLength: 3, maxLength: 3 }), fc.nat(255), fc.uint8Array({ maxLength: 60 }))
      .map(([head, length, rest]) => Uint8Array.of(...head, length, ...rest))
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), nearly), (bytes) => {
        const parsed = parseInfo(bytes)
        if (parsed.ok) expect(parsed.value.chipSerial).toMatch(/^[0-9]{7,32}$/)
        else expect(parsed.code).toBe('FOB_ANSWER_INVALID')
      }),
      { numRuns: 2000 },
    )
  })

  it('identifies a fob of a known model', async () => {
    const reader = scriptedReader(`${info('8659632000001')}9000`)
    expect(await readIdentity(reader)).toEqual({
      ok: true,
      value: { chipSerial: '8659632000001', clock: 0x6720a2c0, model: 'C302-i' },
    })
    expect(reader.sent).toEqual(['80410000020211'])
  })

  it('refuses an unknown model and a refusal', async () => {
    expect(await readIdentity(scriptedReader(`${info('1234567000001')}9000`))).toMatchObject({
      ok: false,
      code: 'FOB_UNKNOWN_MODEL',
    })
    expect(await readIdentity(scriptedReader('6d00'))).toMatchObject({
      ok: false,
      code: 'FOB_ANSWER_INVALID',
    })
  })
})

describe('models', () => {
  it.each([
    ['8659610', 'C301-i'],
    ['8659632', 'C302-i'],
    ['8659600', 'miniOTP-2-i'],
    ['8659601', 'miniOTP-3-i'],
    ['8659609', 'miniOTP-3-i-NB'],
    ['8659612', 'OTPC-P1-i'],
    ['8659622', 'OTPC-P2-i'],
    ['8659621', 'OTPC-P2-i-NB'],
  ])('%s is %s', (prefix, model) => {
    expect(modelOfChip(`${prefix}999999`)).toBe(model)
  })

  it.each(['', '865961', '8659611000001', '0865961000001'])('%j is none', (serial) => {
    expect(modelOfChip(serial)).toBeUndefined()
  })
})

describe('authentication', () => {
  const challenge = '0102030405060708'

  it('answers a challenge once', async () => {
    const reader = scriptedReader(`${challenge}9000`, '9000')
    expect(await authenticate(reader)).toMatchObject({ ok: true })
    const answer = Buffer.from(answerCommand(unhex(challenge)).data).toString('hex')
    expect(reader.sent).toEqual(['804b08000100', `80ce000010${answer}`])
  })

  it.each([
    { name: 'a locked key', answers: [`${challenge}9000`, '6983'], code: 'FOB_LOCKED', sent: 2 },
    { name: 'a locked key at the challenge', answers: ['6983'], code: 'FOB_LOCKED', sent: 1 },
    { name: 'a wrong answer', answers: [`${challenge}9000`, '6300'], code: 'FOB_REFUSED_KEY', sent: 2 },
    {
      name: 'an answer asking for Le',
      answers: [`${challenge}9000`, '6c10'],
      code: 'FOB_REFUSED_KEY',
      sent: 2,
    },
    { name: 'a challenge of 7 bytes', answers: ['010203040506079000'], code: 'FOB_ANSWER_INVALID', sent: 1 },
    { name: 'a refused challenge', answers: [`${challenge}6a80`], code: 'FOB_ANSWER_INVALID', sent: 1 },
  ])('never tries again after $name', async ({ answers, code, sent }) => {
    const reader = scriptedReader(...answers)
    expect(await authenticate(reader)).toMatchObject({ ok: false, code })
    expect(reader.sent).toHaveLength(sent)
  })
})

describe('configuration', () => {
  it('is 19 bytes of TLV', () => {
    expect(configTlv({ displaySeconds: 30, clock: 0x6720a2c0, algorithm: 'sha1' })).toEqual(
      unhex('8111 1F0101 0F046720A2C0 8606 0A0101 0D013C'),
    )
    expect(configTlv({ displaySeconds: 120, clock: 0xffffffff, algorithm: 'sha256' })).toEqual(
      unhex('8111 1F0103 0F04FFFFFFFF 8606 0A0102 0D013C'),
    )
  })

  it('is sent once as 84 D4 00 00 17', async () => {
    const config = { displaySeconds: 15, clock: 1, algorithm: 'sha1' } as const
    const reader = scriptedReader('9000')
    expect(await writeConfig(reader, config)).toMatchObject({ ok: true })
    expect(reader.sent[0]).toMatch(/^84d4000017/)
    expect(reader.sent[0]).toHaveLength(2 * (5 + 19 + 4))
    expect(await writeConfig(scriptedReader('6a80'), config)).toMatchObject({
      ok: false,
      code: 'FOB_REFUSED_CONFIG',
    })
  })
})

describe('seed', () => {
  it('of 20 bytes is padded to 32, of 32 bytes to 48', () => {
    expect(padSeed(asSeed(new Uint8Array(20).fill(1)))).toEqual(
      unhex(`${'01'.repeat(20)}80${'00'.repeat(11)}`),
    )
    expect(padSeed(asSeed(new Uint8Array(32).fill(1)))).toEqual(
      unhex(`${'01'.repeat(32)}80${'00'.repeat(15)}`),
    )
  })

  it.each([16, 19, 48, 64])('of %i bytes is not written', (length) => {
    expect(() => padSeed(asSeed(new Uint8Array(length)))).toThrow(RangeError)
  })

  it('is sent once as 84 C5 01 00, encrypted', async () => {
    const reader = scriptedReader('9000')
    expect(await writeSeed(reader, asSeed(new Uint8Array(20).fill(0x41)))).toMatchObject({ ok: true })
    expect(reader.sent[0]).toMatch(/^84c5010024/)
    expect(reader.sent[0]).not.toContain('4141')
    expect(await writeSeed(scriptedReader('6a80'), asSeed(new Uint8Array(32)))).toMatchObject({
      ok: false,
      code: 'FOB_REFUSED_SEED',
    })
  })
})
