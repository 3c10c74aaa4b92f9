/** One slot of a CCID reader: power, ATR and whole APDUs in one or several blocks (Rev 1.1 §6.1.1 to 6.1.4). */
import { concatBytes } from '../../protocol/bytes.ts'
import { ReaderError } from '../reader.ts'
import type { CcidDescriptor } from './descriptor.ts'
import { FROM_READER, HEADER_BYTES, TO_READER, type Incoming } from './message.ts'
import type { CcidPipe } from './pipe.ts'

const NOTHING = new Uint8Array(0)
const ICC_ABSENT = 2
const ICC_MUTE = 0xfe
const MAX_BLOCKS = 32
const MAX_ANSWER = 65_538
const MAX_ATR = 33

/** `wLevelParameter` and `bChainParameter`: where in the APDU a block stands. */
const CHAIN = { whole: 0x00, first: 0x01, last: 0x02, middle: 0x03, goOn: 0x10 } as const

export class CcidSlot {
  readonly #pipe: CcidPipe
  readonly #slot: number
  readonly #descriptor: CcidDescriptor
  #powered = false

  constructor(pipe: CcidPipe, slot: number, descriptor: CcidDescriptor) {
    this.#pipe = pipe
    this.#slot = slot
    this.#descriptor = descriptor
  }

  /** Whether something lies on the slot. */
  async occupied(): Promise<boolean> {
    const answer = await this.#send(TO_READER.slotStatus, [0, 0, 0], NOTHING, FROM_READER.slotStatus)
    return answer.icc < ICC_ABSENT
  }

  /** What lay on the slot is gone or was exchanged: the next command begins a new session. */
  forget(): void {
    this.#powered = false
  }

  /** A whole APDU and its whole answer. Rejects with ReaderError; then the session has ended, too. */
  async transmit(apdu: Uint8Array): Promise<Uint8Array> {
    try {
      if (!this.#powered) await this.#powerOn()
      return await this.#exchange(apdu)
    } catch (error) {
      this.#powered = false
      throw error
    }
  }

  async #powerOn(): Promise<void> {
    let failure = new ReaderError('READER_FAULT')
    await this.#send(TO_READER.powerOff, [0, 0, 0], NOTHING, FROM_READER.slotStatus)
    for (const select of this.#descriptor.powerSelects) {
      const answer = await this.#send(TO_READER.powerOn, [select, 0, 0], NOTHING, FROM_READER.dataBlock)
      if (answer.command !== 0) {
        failure = failureOf(answer)
        continue
      }
      const [first] = answer.data
      if (answer.data.length > MAX_ATR || (first !== 0x3b && first !== 0x3f))
        throw new ReaderError('READER_FAULT')
      this.#powered = true
      return
    }
    throw failure
  }

  async #exchange(apdu: Uint8Array): Promise<Uint8Array> {
    const room = this.#descriptor.maxMessage - HEADER_BYTES
    if (apdu.length > room && this.#descriptor.exchange === 'short') {
      throw new RangeError('an APDU longer than this reader takes')
    }
    let answer: Incoming | undefined
    for (let at = 0; at < apdu.length; at += room) {
      const block = apdu.subarray(at, at + room)
      const last = at + room >= apdu.length
      answer = await this.#block(blockLevel(at === 0, last), block)
      if (!last && (answer.chain !== CHAIN.goOn || answer.data.length > 0))
        throw new ReaderError('READER_FAULT')
    }
    if (answer === undefined) throw new RangeError('an empty APDU')
    return this.#collect(answer)
  }

  async #collect(first: Incoming): Promise<Uint8Array> {
    if (first.chain === CHAIN.whole) return first.data
    if (first.chain !== CHAIN.first || this.#descriptor.exchange === 'short')
      throw new ReaderError('READER_FAULT')
    const parts = [first.data]
    let length = first.data.length
    for (let blocks = 1; blocks < MAX_BLOCKS; blocks += 1) {
      const { chain, data } = await this.#block(CHAIN.goOn, NOTHING)
      parts.push(data)
      length += data.length
      if (length > MAX_ANSWER || data.length === 0) break
      if (chain === CHAIN.last) return concatBytes(...parts)
      if (chain !== CHAIN.middle) break
    }
    throw new ReaderError('READER_FAULT')
  }

  async #block(level: number, data: Uint8Array): Promise<Incoming> {
    const answer = await this.#send(TO_READER.xfrBlock, [0, level, 0], data, FROM_READER.dataBlock)
    if (answer.command !== 0) throw failureOf(answer)
    return answer
  }

  #send(
    type: (typeof TO_READER)[keyof typeof TO_READER],
    specific: readonly [number, number, number],
    data: Uint8Array,
    answerType: number,
  ): Promise<Incoming> {
    return this.#pipe.request({ type, slot: this.#slot, specific, data }, answerType)
  }
}

function blockLevel(first: boolean, last: boolean): number {
  if (first) return last ? CHAIN.whole : CHAIN.first
  return last ? CHAIN.last : CHAIN.middle
}

/** A contactless fob that left the field is reported as absent, as unpowered or as mute. */
function failureOf({ icc, error }: Incoming): ReaderError {
  return new ReaderError(icc !== 0 || error === ICC_MUTE ? 'FOB_REMOVED' : 'READER_FAULT')
}
