import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeCommand, exchange, parseAnswer } from '../../../programmer/token2/apdu.ts'
import { scriptedReader, unhex } from '../scripted-reader.ts'

const reading = { cla: 0x80, ins: 0x41, p1: 0, p2: 0, data: unhex('0211'), reads: true }
const writing = { ...reading, cla: 0x84, ins: 0xd4, reads: false }

describe('commands', () => {
  it('are short form', () => {
    expect(encodeCommand(reading)).toEqual(unhex('80 41 00 00 02 02 11'))
    expect(encodeCommand({ cla: 0, ins: 0xc0, p1: 0, p2: 0, data: unhex('') }, 0x10)).toEqual(
      unhex('00C0000010'),
    )
    expect(() => encodeCommand({ ...reading, data: new Uint8Array(256) })).toThrow(RangeError)
  })
})

describe('answers', () => {
  it.each(['', '90', '00'.repeat(259)])('of impossible length are refused', (hex) => {
    expect(parseAnswer(unhex(hex))).toMatchObject({ ok: false, code: 'FOB_ANSWER_INVALID' })
  })

  it('split into data and status word', () => {
    expect(parseAnswer(unhex('0102 9000'))).toEqual({
      ok: true,
      value: { data: unhex('0102'), status: 0x9000 },
    })
  })

  it('of any bytes never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const answer = parseAnswer(bytes)
        expect(answer.ok).toBe(bytes.length >= 2 && bytes.length <= 258)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('exchange', () => {
  it('fetches what the fob holds back, 61xx after 61xx', async () => {
    const reader = scriptedReader('01 6102', '0203 6101', '04 9000')
    expect(await exchange(reader, reading)).toEqual({
      ok: true,
      value: { data: unhex('01020304'), status: 0x9000 },
    })
    expect(reader.sent).toEqual(['80410000020211', '00c0000002', '00c0000001'])
  })

  it('repeats a reading command with the right Le', async () => {
    const reader = scriptedReader('6c05', '0102030405 9000')
    expect(await exchange(reader, reading)).toMatchObject({ ok: true, value: { status: 0x9000 } })
    expect(reader.sent).toEqual(['80410000020211', '8041000002021105'])
  })

  it.each(['6c05', '6105', '6a80', '9000'])(
    'sends a writing command once, whatever it answers (%s)',
    async (sw) => {
      const reader = scriptedReader(sw)
      expect(await exchange(reader, writing)).toMatchObject({
        ok: true,
        value: { status: Number.parseInt(sw, 16) },
      })
      expect(reader.sent).toHaveLength(1)
    },
  )

  it.each(['6101', '6c01'])('gives up a fob that never stops saying %s, after 32 rounds', async (sw) => {
    const reader = scriptedReader(...Array.from({ length: 40 }, () => sw))
    expect(await exchange(reader, reading)).toMatchObject({ ok: false, code: 'FOB_ANSWER_INVALID' })
    expect(reader.sent).toHaveLength(32)
  })

  it.each(['NO_READER', 'FOB_REMOVED', 'READER_TIMEOUT'] as const)('hands on %s', async (lost) => {
    expect(await exchange(scriptedReader({ lost }), reading)).toMatchObject({ ok: false, code: lost })
  })

  it('lets a bug through', async () => {
    await expect(exchange(scriptedReader(), reading)).rejects.toThrow('no more answers')
  })
})
