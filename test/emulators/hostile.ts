/** Hostile bytes against each parser that hears a reader, a fob, a scanner or a supplier; `npm run hostile` runs the same at length. */
import { CcidPipe } from '../../programmer/ccid/pipe.ts'
import { parseCcidDescriptor } from '../../programmer/ccid/descriptor.ts'
import { CcidSlot } from '../../programmer/ccid/slot.ts'
import type { UsbDevice, UsbIn } from '../../programmer/ccid/usb-device.ts'
import { ReaderError, type Reader } from '../../programmer/reader.ts'
import { exchange, parseAnswer } from '../../programmer/token2/apdu.ts'
import { parseInfo, readIdentity } from '../../programmer/token2/info.ts'
import { Field } from './field.ts'
import { throughLabel, throughPskc } from './hostile-texts.ts'
import { VirtualCcid } from './virtual-ccid.ts'

/** Numbers that look random and come again with the same seed (mulberry32). */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** An integer from 0 up to and without `bound`. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)))
  }
}

/** A sound message with some bytes changed, cut off or added: what gets past the first checks. */
export function spoilt(dice: Dice, sound: Buffer): Buffer {
  const bytes = Buffer.from(sound)
  for (let changes = dice.below(4); changes > 0 && bytes.length > 0; changes -= 1) {
    bytes.writeUInt8(dice.below(256), dice.below(bytes.length))
  }
  const cut = dice.below(4) === 0 ? dice.below(bytes.length + 1) : bytes.length
  const added = dice.below(6) === 0 ? dice.bytes(dice.below(80)) : Buffer.alloc(0)
  return Buffer.concat([bytes.subarray(0, cut), added])
}

const { data: descriptorView } = await new VirtualCcid(new Field()).controlTransferIn()
const DESCRIPTOR = Buffer.from(descriptorView.buffer)
const INFO = Buffer.from('0000000d383635393631303030303132330000692211009000', 'hex')

const ATR = Buffer.from('3b80800101', 'hex')
const [POWER_ON, XFR_BLOCK] = [0x62, 0x6f]

/** The sound answer to a command, now and then as part of a chain or with any body. */
function answerTo(dice: Dice, command: number, sequence: number): Buffer {
  const sound = command === POWER_ON ? ATR : command === XFR_BLOCK ? INFO : Buffer.alloc(0)
  const body = dice.below(6) === 0 ? dice.bytes(dice.below(300)) : sound
  const chain = dice.below(3) === 0 ? ([1, 2, 3, 0x10][dice.below(4)] ?? 0) : 0
  const type = command === POWER_ON || command === XFR_BLOCK ? 0x80 : 0x81
  const header = Buffer.from([type, 0, 0, 0, 0, 0, sequence, 0, 0, chain])
  header.writeUInt32LE(body.length, 1)
  return Buffer.concat([header, body])
}

const MAX_TRANSFERS = 3000

/** A device that sends spoilt messages and counts how often it is asked. */
function hostileDevice(dice: Dice): { device: UsbDevice; transfers: () => number } {
  let transfers = 0
  let sequence = 0
  let command = 0
  let pending: Buffer = Buffer.alloc(0)
  const device: UsbDevice = {
    vendorId: 0,
    productId: 0,
    deviceClass: 0,
    open: async () => undefined,
    close: async () => undefined,
    claimInterface: async () => undefined,
    clearHalt: async () => undefined,
    controlTransferIn: async () => ({}),
    async transferOut(_, data) {
      transfers += 1
      command = data[0] ?? 0
      sequence = data[6] ?? 0
      pending = Buffer.alloc(0)
      return { bytesWritten: data.length, status: 'ok' }
    },
    async transferIn(_, length): Promise<UsbIn> {
      transfers += 1
      if (transfers > MAX_TRANSFERS) throw new Error('asked without end')
      if (dice.below(20) === 0) throw new Error(['Stall', 'Cancelled', 'Disconnected', 'x'][dice.below(4)])
      if (dice.below(30) === 0) return { status: 'stall' }
      if (pending.length === 0) pending = spoilt(dice, answerTo(dice, command, sequence))
      const packet = pending.subarray(0, length)
      pending = pending.subarray(packet.length)
      const own = Uint8Array.from(packet)
      return { status: 'ok', data: new DataView(own.buffer) }
    },
  }
  return { device, transfers: () => transfers }
}

async function throughCcid(dice: Dice): Promise<boolean> {
  let answered = false
  const { device, transfers } = hostileDevice(dice)
  const exchangeLevel = dice.below(2) === 0 ? 'short' : 'extended'
  const descriptor = { slots: 1, maxMessage: 271, powerSelects: [1, 2], exchange: exchangeLevel } as const
  const options = { device, maxMessage: 271, answerTimeoutMs: 1000, monotonic: () => 0 }
  const bulkIn = { endpointNumber: 1, packetSize: 64 }
  const slot = new CcidSlot(
    new CcidPipe({ ...options, bulkIn, bulkOut: { endpointNumber: 2 } }),
    0,
    descriptor,
  )
  for (const act of [() => slot.occupied(), () => slot.transmit(Uint8Array.of(0x80, 0x41, 0, 0, 0))]) {
    try {
      answered = typeof (await act()) === 'object'
    } catch (error) {
      if (!(error instanceof ReaderError)) throw error
    }
  }
  if (transfers() > MAX_TRANSFERS) throw new Error('the driver asked without end')
  return answered
}

/** A fob that answers spoilt bytes, `61xx` and `6Cxx` for ever among them. */
async function throughApdus(dice: Dice): Promise<boolean> {
  let asked = 0
  const forever = dice.below(3) === 0 ? [0x61, 0x6c][dice.below(2)] : undefined
  const reader: Reader = {
    name: 'hostile',
    transport: 'usb',
    presence: 'present',
    onChange: () => () => undefined,
    async transmit() {
      asked += 1
      if (asked > 64) throw new Error('the fob was asked without end')
      return forever === undefined ? spoilt(dice, INFO) : Uint8Array.of(forever, dice.below(256))
    },
    close: () => undefined,
  }
  const identity = await readIdentity(reader)
  if (identity.ok && !/^8659[0-9]+$/.test(identity.value.chipSerial)) throw new Error('an unknown model')
  asked = 0
  const command = { cla: 0x84, ins: 0xc5, p1: 1, p2: 0, data: new Uint8Array(4), reads: false }
  await exchange(reader, command)
  return identity.ok
}

/** Every surface by its name; each call is one input and answers whether it was taken. A throw is a finding. */
export const surfaces: Readonly<Record<string, (dice: Dice) => boolean | Promise<boolean>>> = {
  'CCID descriptor': (dice) => {
    const parsed = parseCcidDescriptor(dice.below(4) === 0 ? dice.bytes(90) : spoilt(dice, DESCRIPTOR), 0)
    if (parsed.ok && (parsed.value.slots > 8 || parsed.value.maxMessage > 65_556))
      throw new Error('unbounded')
    return parsed.ok
  },
  'CCID messages': throughCcid,
  'APDU answers': (dice) => {
    parseAnswer(dice.bytes(dice.below(300)))
    return parseInfo(dice.below(2) === 0 ? dice.bytes(dice.below(40)) : spoilt(dice, INFO)).ok
  },
  'fob dialogue': throughApdus,
  'PSKC file': throughPskc,
  'GS1 label': throughLabel,
}

/** @returns how many inputs were taken as sound; rejects with the first finding, its surface and seed in the text */
export async function runHostile(name: string, count: number, seed: number): Promise<number> {
  const surface = surfaces[name]
  if (surface === undefined) throw new Error(`no surface ${name}`)
  let taken = 0
  for (let nth = 0; nth < count; nth += 1) {
    try {
      if (await surface(new Dice(seed + nth))) taken += 1
    } catch (cause) {
      throw new Error(`${name}, seed ${seed + nth}`, { cause })
    }
  }
  return taken
}
