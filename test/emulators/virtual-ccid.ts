/**
 * A CCID reader at the level of USB packets, written from the tables of USB-IF CCID Rev 1.1 §5.1, §6 and from
 * nothing of `programmer/ccid` (ADR 021): it looks like a WebUSB device and deals in packets of 64 bytes.
 */
import type { Field } from './field.ts'

const PACKET = 64

/** Table 5.1-1, the functional descriptor, 54 bytes. */
function functionalDescriptor(features: number, maxMessage: number, slots: number): Buffer {
  const d = Buffer.alloc(54)
  d.writeUInt8(54, 0)
  d.writeUInt8(0x21, 1)
  d.writeUInt16LE(0x0110, 2)
  d.writeUInt8(slots - 1, 4)
  d.writeUInt8(0x07, 5)
  d.writeUInt32LE(0x0000_0003, 6)
  d.writeUInt32LE(3580, 10)
  d.writeUInt32LE(3580, 14)
  d.writeUInt32LE(9600, 19)
  d.writeUInt32LE(115_200, 23)
  d.writeUInt32LE(254, 28)
  d.writeUInt32LE(features, 40)
  d.writeUInt32LE(maxMessage, 44)
  d.writeUInt8(1, 53)
  return d
}

/** A mutation of one bulk-IN message before it is cut into packets; an empty list: nothing is sent. */
export type Mutation = (message: Buffer) => Buffer[]

export interface VirtualCcidOptions {
  readonly features?: number
  readonly maxMessage?: number
  readonly slots?: number
  readonly interruptEndpoint?: boolean
}

export class VirtualCcid {
  readonly vendorId = 0x072f
  readonly productId = 0x223b
  readonly deviceClass = 0
  readonly productName = 'Virtual CCID'
  readonly handle: string
  readonly field: Field
  /** Thrown by open or claim, as the library words it. */
  openError: Error | null = null
  claimError: Error | null = null
  /** Applied to the next data block, once. */
  mutate: Mutation | null = null
  /** How many time extensions come before the next data block. */
  extensions = 0
  stallNext = false
  readonly halted: string[] = []
  readonly #descriptor: Buffer
  readonly #options: Required<VirtualCcidOptions>
  readonly #out: Buffer[] = []
  readonly #in: Buffer[] = []
  readonly #interrupts: Buffer[] = []
  readonly #waiting = new Map<number, () => void>()
  #powered = false
  #unplugged = false
  #command: Buffer = Buffer.alloc(0)
  #response: Buffer = Buffer.alloc(0)

  constructor(field: Field, options: VirtualCcidOptions = {}, handle = 'virtual-1') {
    this.handle = handle
    this.field = field
    this.#options = { features: 0x0002_00ba, maxMessage: 271, slots: 1, interruptEndpoint: true, ...options }
    const { features, maxMessage, slots } = this.#options
    const head = Buffer.from([9, 2, 93, 0, 1, 1, 0, 0x80, 50, 9, 4, 0, 0, 3, 0x0b, 0, 0, 0])
    const endpoints = Buffer.from([7, 5, 0x81, 2, 64, 0, 0, 7, 5, 0x02, 2, 64, 0, 0, 7, 5, 0x83, 3, 8, 0, 16])
    this.#descriptor = Buffer.concat([head, functionalDescriptor(features, maxMessage, slots), endpoints])
    field.onChange(() => {
      this.#powered = false
      // RDR_to_PC_NotifySlotChange: slot 0 changed, and whether something lies there.
      this.#interrupts.push(Buffer.from([0x50, 0x02 | (field.fob === null ? 0 : 1)]))
      this.#wake(3)
    })
  }

  get configuration() {
    const endpoint = (
      endpointNumber: number,
      direction: 'in' | 'out',
      type: 'bulk' | 'interrupt',
      size: number,
    ) => ({
      endpointNumber,
      direction,
      type,
      packetSize: size,
    })
    const bulk = [endpoint(1, 'in', 'bulk', PACKET), endpoint(2, 'out', 'bulk', PACKET)]
    const interrupt = this.#options.interruptEndpoint ? [endpoint(3, 'in', 'interrupt', 8)] : []
    return {
      interfaces: [
        { interfaceNumber: 0, alternate: { interfaceClass: 0x0b, endpoints: [...bulk, ...interrupt] } },
      ],
    }
  }

  unplug(): void {
    this.#unplugged = true
    this.#wake(1)
    this.#wake(3)
  }

  open(): Promise<void> {
    return this.openError === null ? Promise.resolve() : Promise.reject(this.openError)
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  claimInterface(): Promise<void> {
    return this.claimError === null ? Promise.resolve() : Promise.reject(this.claimError)
  }

  controlTransferIn() {
    return Promise.resolve({ status: 'ok', data: view(this.#descriptor) })
  }

  clearHalt(direction: string): Promise<void> {
    this.halted.push(direction)
    return Promise.resolve()
  }

  transferOut(_: number, data: Uint8Array) {
    if (this.#unplugged) return Promise.reject(new Error('transferOut error: Disconnected'))
    this.#out.push(Buffer.from(data))
    this.#receive()
    return Promise.resolve({ bytesWritten: data.length, status: 'ok' })
  }

  /** Packets are handed over until a short one ends the transfer, as the bus does. */
  async transferIn(endpoint: number, length: number, timeout = 1000) {
    const queue = endpoint === 3 ? this.#interrupts : this.#in
    const parts: Buffer[] = []
    let received = 0
    const deadline = Date.now() + timeout
    for (;;) {
      if (this.#unplugged) throw new Error('transferIn error: Disconnected')
      if (endpoint === 1 && this.stallNext && queue.length > 0) {
        this.stallNext = false
        queue.length = 0
        throw new Error('transferIn error: Stall')
      }
      const packet = queue.shift()
      if (packet !== undefined) {
        parts.push(packet)
        received += packet.length
        if (packet.length < PACKET || received >= length)
          return { status: 'ok', data: view(Buffer.concat(parts)) }
        continue
      }
      const left = deadline - Date.now()
      if (left <= 0) throw new Error('transferIn error: Cancelled')
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        this.#waiting.set(endpoint, () => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }

  #wake(endpoint: number): void {
    this.#waiting.get(endpoint)?.()
    this.#waiting.delete(endpoint)
  }

  #emit(message: Buffer, data: boolean): void {
    const mutate = data ? this.mutate : null
    if (mutate !== null) this.mutate = null
    for (const each of mutate === null ? [message] : mutate(message)) {
      for (let at = 0; at < each.length; at += PACKET) this.#in.push(each.subarray(at, at + PACKET))
      if (each.length % PACKET === 0) this.#in.push(Buffer.alloc(0))
    }
    this.#wake(1)
  }

  /** Tables 6.1 and 6.2: one command, its answer under the same slot and sequence. */
  #receive(): void {
    const message = Buffer.concat(this.#out.splice(0))
    const type = message.readUInt8(0)
    const length = message.readUInt32LE(1)
    const slot = message.readUInt8(5)
    const sequence = message.readUInt8(6)
    const level = message.readUInt16LE(8)
    const data = message.subarray(10, 10 + length)
    const occupied = slot === 0 && this.field.fob !== null
    const reply = (kind: number, body: Buffer, command: number, error = 0, chain = 0): void => {
      const icc = occupied && this.field.fob !== null ? (this.#powered ? 0 : 1) : 2
      const header = Buffer.alloc(10)
      header.writeUInt8(kind, 0)
      header.writeUInt32LE(body.length, 1)
      header.writeUInt8(slot, 5)
      header.writeUInt8(sequence, 6)
      header.writeUInt8((command << 6) | icc, 7)
      header.writeUInt8(error, 8)
      header.writeUInt8(chain, 9)
      this.#emit(Buffer.concat([header, body]), kind === 0x80 && type === 0x6f && command !== 2)
    }
    const none = Buffer.alloc(0)
    switch (type) {
      case 0x65:
        return reply(0x81, none, 0)
      case 0x63:
        this.#powered = false
        return reply(0x81, none, 0)
      case 0x62:
        if (!occupied) return reply(0x80, none, 1, 0xfe)
        this.field.fob?.power()
        this.#powered = true
        return reply(0x80, Buffer.from('3b8f8001804f0ca000000306030001000000006a', 'hex'), 0)
      case 0x6f: {
        for (; this.extensions > 0; this.extensions -= 1) reply(0x80, none, 2, 1)
        if (!this.#powered || !occupied) return reply(0x80, none, 1, 0xfe)
        return this.#block(level, data, reply)
      }
      default:
        return reply(0x81, none, 1, 0)
    }
  }

  #block(
    level: number,
    data: Buffer,
    reply: (kind: number, body: Buffer, command: number, error?: number, chain?: number) => void,
  ): void {
    const room = this.#options.maxMessage - 10
    if (level === 0x10) return this.#part(room, reply, false)
    this.#command = level === 0 || level === 1 ? data : Buffer.concat([this.#command, data])
    if (level === 1 || level === 3) return reply(0x80, Buffer.alloc(0), 0, 0, 0x10)
    const answer = this.field.transmit(this.#command)
    if (answer.kind === 'silence') return
    if (answer.kind === 'removed') return reply(0x80, Buffer.alloc(0), 1, 0xfe)
    this.#response = answer.bytes
    this.#part(room, reply, true)
  }

  #part(
    room: number,
    reply: (kind: number, body: Buffer, command: number, error?: number, chain?: number) => void,
    first: boolean,
  ): void {
    const part = this.#response.subarray(0, room)
    this.#response = this.#response.subarray(room)
    const more = this.#response.length > 0
    reply(0x80, part, 0, 0, first ? (more ? 1 : 0) : more ? 3 : 2)
  }
}

function view(bytes: Buffer): DataView {
  const own = Uint8Array.from(bytes)
  return new DataView(own.buffer)
}
