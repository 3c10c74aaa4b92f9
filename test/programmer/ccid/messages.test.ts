/** What a reader can say wrongly, message by message: bytes of CCID Rev 1.1 §6.2 changed on their way in. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Reader, ReaderWatcher } from '../../../programmer/reader.ts'
import { readIdentity } from '../../../programmer/token2/info.ts'
import { Field } from '../../emulators/field.ts'
import { StrictFob } from '../../emulators/strict-fob.ts'
import { VirtualCcid } from '../../emulators/virtual-ccid.ts'
import { readyReader, until, watchDevices } from './stand.ts'

const INFO = Uint8Array.of(0x80, 0x41, 0, 0, 2, 2, 0x11)
let field: Field
let device: VirtualCcid
let watcher: ReaderWatcher
let reader: Reader

beforeEach(async () => {
  await plug({})
})

async function plug(options: ConstructorParameters<typeof VirtualCcid>[1]): Promise<void> {
  field = new Field()
  device = new VirtualCcid(field, options)
  watcher = watchDevices([device])
  field.place(new StrictFob())
  reader = await readyReader(watcher)
}

const changed = (at: number, to: (byte: number) => number) => (message: Buffer) => {
  const copy = Buffer.from(message)
  copy.writeUInt8(to(copy.readUInt8(at)), at)
  return [copy]
}

describe('a data block', () => {
  it.each([
    ['of another slot', changed(5, () => 1), 'READER_FAULT'],
    ['of another type', changed(0, () => 0x83), 'READER_FAULT'],
    ['with an answer to no command of ours', changed(6, (byte) => byte ^ 0x55), 'READER_TIMEOUT'],
    ['that announces more than was agreed', changed(3, () => 1), 'READER_FAULT'],
    ['that announces more than comes', changed(1, (byte) => byte + 1), 'READER_FAULT'],
    ['that announces less than comes', changed(1, (byte) => byte - 1), 'READER_FAULT'],
    ['cut inside its header', (message: Buffer) => [message.subarray(0, 7)], 'READER_FAULT'],
    ['that begins a chain on a reader of short APDUs', changed(9, () => 1), 'READER_FAULT'],
    ['that failed while the fob is there', changed(7, (byte) => byte | 0x40), 'READER_FAULT'],
    ['that never comes', () => [], 'READER_TIMEOUT'],
  ] as const)('%s is refused, and the next command works', async (_, mutate, code) => {
    device.mutate = mutate
    await expect(reader.transmit(INFO)).rejects.toMatchObject({ code })
    expect(await readIdentity(reader)).toMatchObject({ ok: true })
  })

  it.each([54, 118, 182, 246])('with %i bytes fills its packets to the last byte', async (length) => {
    const answer = Buffer.alloc(length, 0xa5)
    const fob = new StrictFob()
    fob.transmit = () => ({ answer, step: null })
    field.place(fob)
    for (let round = 0; round < 3; round += 1) {
      expect(Buffer.from(await reader.transmit(INFO))).toEqual(answer)
    }
  })

  it('is waited for as often as the reader asks for time, up to a bound', async () => {
    device.extensions = 20
    expect(await readIdentity(reader)).toMatchObject({ ok: true })
    device.extensions = 1000
    await expect(reader.transmit(INFO)).rejects.toMatchObject({ code: 'READER_FAULT' })
  })

  it('after an answer to an earlier command is taken, the earlier one passed over', async () => {
    device.mutate = (message) => [...changed(6, (byte) => byte - 1)(message), message]
    expect(await readIdentity(reader)).toMatchObject({ ok: true })
  })

  it('whose pipe stalls is lost; the halt is cleared', async () => {
    device.stallNext = true
    await expect(reader.transmit(INFO)).rejects.toMatchObject({ code: 'READER_FAULT' })
    expect(device.halted).toEqual(['in'])
    expect(await readIdentity(reader)).toMatchObject({ ok: true })
  })
})

describe('a chained answer', () => {
  const EXTENDED = { features: 0x0004_00ba, maxMessage: 271 }

  it('is put together', async () => {
    await plug(EXTENDED)
    const answer = Buffer.from(Array.from({ length: 2000 }, (_, index) => index & 0xff))
    const fob = new StrictFob()
    fob.transmit = () => ({ answer, step: null })
    field.place(fob)
    expect(Buffer.from(await reader.transmit(INFO))).toEqual(answer)
  })

  it('without an end is given up', async () => {
    await plug(EXTENDED)
    let blocks = 0
    const endless = (message: Buffer): Buffer[] => {
      blocks += 1
      device.mutate = endless
      const block = Buffer.concat([message.subarray(0, 10), Buffer.from([0x5a])])
      block.writeUInt32LE(1, 1)
      block.writeUInt8(blocks === 1 ? 1 : 3, 9)
      return [block]
    }
    device.mutate = endless
    await expect(reader.transmit(INFO)).rejects.toMatchObject({ code: 'READER_FAULT' })
    expect(blocks).toBeLessThanOrEqual(32)
  })
})

it('tells an unplugged reader from a lifted fob', async () => {
  const exchange = reader.transmit(INFO)
  device.unplug()
  await expect(exchange).rejects.toMatchObject({ code: 'NO_READER' })
  await until(() => reader.presence === 'disconnected')
})
