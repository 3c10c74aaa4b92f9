/**
 * One claimed CCID interface: command out, answer in, one at a time. Everything a reader can say wrongly ends
 * as a `ReaderError`; nothing of what was exchanged is in it.
 */
import { concatBytes, wipe } from '../../protocol/bytes.ts'
import { ReaderError } from '../reader.ts'
import {
  announcedLength,
  decodeMessage,
  encodeMessage,
  HEADER_BYTES,
  type Incoming,
  type Outgoing,
} from './message.ts'
import { transferFault, type UsbDevice, type UsbIn } from './usb-device.ts'

/** Answers to earlier, given-up commands, time extensions and empty packets for one command, together. */
const MAX_PASSED_OVER = 32

export interface PipeOptions {
  readonly device: UsbDevice
  readonly bulkIn: { readonly endpointNumber: number; readonly packetSize: number }
  readonly bulkOut: { readonly endpointNumber: number }
  readonly maxMessage: number
  /** For one answer, time extensions included, milliseconds. */
  readonly answerTimeoutMs: number
  /** Milliseconds from any origin. */
  readonly monotonic: () => number
}

export class CcidPipe {
  readonly #options: PipeOptions
  #sequence = 0
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: PipeOptions) {
    this.#options = options
  }

  /** Sends a command and resolves with its answer, of the expected type, when its turn has come. */
  request(command: Omit<Outgoing, 'sequence'>, answerType: number): Promise<Incoming> {
    const turn = this.#turn.then(() => this.#request(command, answerType))
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  async #request(command: Omit<Outgoing, 'sequence'>, answerType: number): Promise<Incoming> {
    this.#sequence = (this.#sequence + 1) & 0xff
    const sequence = this.#sequence
    const deadline = this.#options.monotonic() + this.#options.answerTimeoutMs
    const bytes = encodeMessage({ ...command, sequence })
    await this.#write(bytes)
    for (let passed = 0; passed < MAX_PASSED_OVER; passed += 1) {
      const answer = await this.#read(deadline)
      // An empty packet ends a message that filled its last one; an old sequence answers a given-up command.
      if (answer === undefined || answer.sequence !== sequence) continue
      if (answer.slot !== command.slot || answer.type !== answerType) throw new ReaderError('READER_FAULT')
      if (answer.command === 2) continue
      return answer
    }
    throw new ReaderError('READER_FAULT')
  }

  async #write(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const { device, bulkOut, answerTimeoutMs } = this.#options
    try {
      const { bytesWritten, status = 'ok' } = await device.transferOut(
        bulkOut.endpointNumber,
        bytes,
        answerTimeoutMs,
      )
      if (status !== 'ok') await this.#clear('out')
      if (status !== 'ok' || bytesWritten !== bytes.length) throw new ReaderError('READER_FAULT')
    } catch (error) {
      throw await this.#told(error, 'out')
    } finally {
      // A seed under the public key is as good as the seed.
      wipe(bytes)
    }
  }

  /** One message; undefined: an empty packet. A message ends where `dwLength` says, in full packets but the last. */
  async #read(deadline: number): Promise<Incoming | undefined> {
    const { bulkIn, maxMessage } = this.#options
    let bytes = await this.#packets(bulkIn.packetSize, deadline)
    if (bytes.length === 0) return undefined
    const length = announcedLength(bytes)
    if (length === undefined || HEADER_BYTES + length > maxMessage) throw new ReaderError('READER_FAULT')
    const whole = HEADER_BYTES + length
    if (bytes.length === bulkIn.packetSize && bytes.length < whole) {
      bytes = concatBytes(bytes, await this.#packets(whole - bytes.length, deadline))
    }
    if (bytes.length !== whole) throw new ReaderError('READER_FAULT')
    return decodeMessage(bytes)
  }

  async #packets(length: number, deadline: number): Promise<Uint8Array> {
    const { device, bulkIn, monotonic } = this.#options
    const left = Math.ceil(deadline - monotonic())
    if (left <= 0) throw new ReaderError('READER_TIMEOUT')
    let received: UsbIn
    try {
      received = await device.transferIn(bulkIn.endpointNumber, length, left)
    } catch (error) {
      throw await this.#told(error, 'in')
    }
    const { data, status = 'ok' } = received
    if (status !== 'ok') {
      await this.#clear('in')
      throw new ReaderError('READER_FAULT')
    }
    return data === undefined
      ? new Uint8Array(0)
      : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  }

  async #told(error: unknown, direction: 'in' | 'out'): Promise<ReaderError> {
    if (error instanceof ReaderError) return error
    switch (transferFault(error)) {
      case 'timeout':
        return new ReaderError('READER_TIMEOUT')
      case 'gone':
        return new ReaderError('NO_READER')
      case 'stall':
        await this.#clear(direction)
        return new ReaderError('READER_FAULT')
      case 'fault':
        return new ReaderError('READER_FAULT')
    }
  }

  async #clear(direction: 'in' | 'out'): Promise<void> {
    const { device, bulkIn, bulkOut } = this.#options
    const { endpointNumber } = direction === 'in' ? bulkIn : bulkOut
    try {
      await device.clearHalt(direction, endpointNumber)
    } catch {
      // A halt that cannot be cleared shows again at the next transfer, which is where it is told.
    }
  }
}
