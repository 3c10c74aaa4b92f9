import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { asSeed } from '../../../domain/otp.ts'
import { ReaderError, type Reader } from '../../../programmer/reader.ts'
import { writeFob, type WriteOrder } from '../../../programmer/token2/procedure.ts'
import { VirtualChip } from '../../../programmer/training/chip.ts'
import { VirtualReader } from '../../../programmer/training/virtual-reader.ts'

const NOW = Date.UTC(2026, 10, 22, 9, 30, 12)

function fobOnReader() {
  const chip = new VirtualChip({
    chipSerial: '8659610000123',
    printedSerial: '12345678',
    seed: 'aa'.repeat(20),
    algorithm: 'sha1',
    period: 60,
    clockOffsetSeconds: 0,
    wrongAnswers: 0,
    locked: false,
  })
  const virtual = new VirtualReader({
    now: () => NOW,
    randomBytes,
    changed: () => undefined,
    written: () => undefined,
  })
  virtual.place(chip)
  let commands = 0
  const reader: Reader = {
    name: 'virtual',
    transport: 'training',
    presence: 'present',
    onChange: () => () => undefined,
    async transmit(apdu) {
      commands += 1
      const result = virtual.transmit(apdu)
      if (result.kind !== 'answer') throw new ReaderError('FOB_REMOVED')
      return result.bytes
    },
    close: () => undefined,
  }
  return { chip, reader, commands: () => commands }
}

const order: WriteOrder = {
  chipSerial: '8659610000123',
  algorithm: 'sha1',
  displaySeconds: 30,
  seed: asSeed(new Uint8Array(20).fill(0x55)),
}

describe('writing a fob', () => {
  it('is five commands, and the chip holds the new seed', async () => {
    const { chip, reader, commands } = fobOnReader()
    const reached: string[] = []
    const outcome = await writeFob(reader, order, {
      now: () => NOW,
      reached: (step) => reached.push(step),
      cancelled: () => false,
    })
    expect(outcome).toMatchObject({ ok: true, clockSetAt: NOW / 1000, identity: { model: 'C301-i' } })
    expect(reached).toEqual(['authenticated', 'configured', 'seeded'])
    expect(commands()).toBe(5)
    expect(chip.record.seed).toBe('55'.repeat(20))
  })

  it.each([
    { after: 'nothing', step: 'identify', ambiguous: false, commands: 1, seed: 'aa'.repeat(20) },
    { after: 'authenticated', step: 'authenticate', ambiguous: false, commands: 3, seed: 'aa'.repeat(20) },
    { after: 'configured', step: 'seed', ambiguous: true, commands: 4, seed: null },
  ])('cancelled after $after: nothing more is sent', async ({ after, step, ambiguous, ...expected }) => {
    const { chip, reader, commands } = fobOnReader()
    let reached = 'nothing'
    const outcome = await writeFob(reader, order, {
      now: () => NOW,
      reached: (now) => {
        reached = now
      },
      cancelled: () => reached === after,
    })
    expect(outcome).toEqual({ ok: false, step, code: 'CANCELLED', ambiguous })
    expect({ commands: commands(), seed: chip.record.seed }).toEqual(expected)
  })

  it('touches no other chip', async () => {
    const { chip, reader, commands } = fobOnReader()
    const before = chip.record
    const outcome = await writeFob(
      reader,
      { ...order, chipSerial: '8659610000124' },
      { now: () => NOW, reached: () => undefined, cancelled: () => false },
    )
    expect(outcome).toEqual({ ok: false, step: 'identify', code: 'FOB_OTHER_CHIP', ambiguous: false })
    expect(commands()).toBe(1)
    expect(chip.record).toBe(before)
  })
})
