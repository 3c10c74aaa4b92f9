/**
 * What an emulated fob keeps without a reader: its seed, its clock, its lock, and the code it shows. The code
 * is computed here with Node's HMAC, apart from `domain/otp.ts`, so that each checks the other.
 */
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { otpAlgorithm, type OtpAlgorithm } from '../../domain/vocabulary.ts'
import * as fields from '../messages.ts'
import type { TrainingDisplay } from './messages.ts'

/** As the training file holds a chip. The seed is in the clear: these fobs open nothing. */
export const chipRecord = z.strictObject({
  chipSerial: fields.chipSerial,
  printedSerial: fields.printedSerial,
  seed: z
    .string()
    .regex(/^([0-9a-f]{2}){1,63}$/)
    .nullable(),
  algorithm: otpAlgorithm,
  /** Seconds a step lasts. */
  period: z.int().min(30).max(60),
  /** The chip's clock less this PC's. */
  clockOffsetSeconds: z.int(),
  /** Wrong answers to challenges in a row. */
  wrongAnswers: z.int().min(0),
  locked: z.boolean(),
})
export type ChipRecord = z.infer<typeof chipRecord>

/** Wrong answers until the key locks for good (ours; a real fob's number is not published). */
const ANSWERS_UNTIL_LOCKED = 8

export class VirtualChip {
  #record: ChipRecord

  constructor(record: ChipRecord) {
    this.#record = record
  }

  get record(): ChipRecord {
    return this.#record
  }

  /** Unix seconds, as the chip believes. */
  clock(nowMs: number): number {
    return Math.floor(nowMs / 1000) + this.#record.clockOffsetSeconds
  }

  answered(right: boolean): void {
    const wrongAnswers = right ? 0 : this.#record.wrongAnswers + 1
    const locked = this.#record.locked || wrongAnswers >= ANSWERS_UNTIL_LOCKED
    this.#record = { ...this.#record, wrongAnswers, locked }
  }

  /** Sets hash, step and clock (Unix seconds). Restricted time setting: the seed is lost. */
  configure(config: { algorithm: OtpAlgorithm; period: number; clock: number }, nowMs: number): void {
    const { algorithm, period, clock } = config
    const clockOffsetSeconds = clock - Math.floor(nowMs / 1000)
    this.#record = { ...this.#record, algorithm, period, clockOffsetSeconds, seed: null }
  }

  writeSeed(seed: Uint8Array): void {
    this.#record = { ...this.#record, seed: Buffer.from(seed).toString('hex') }
  }

  /** What the display shows at a time (Unix milliseconds). */
  display(nowMs: number): TrainingDisplay {
    const { chipSerial, seed, algorithm, period, clockOffsetSeconds } = this.#record
    const step = Math.floor(this.clock(nowMs) / period)
    const changesAt = ((step + 1) * period - clockOffsetSeconds) * 1000
    return {
      chipSerial,
      code: seed === null ? null : codeOf(Buffer.from(seed, 'hex'), algorithm, step),
      changesAt,
    }
  }
}

/** RFC 4226 §5.3, 6 digits. */
function codeOf(seed: Buffer, algorithm: OtpAlgorithm, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hmac = createHmac(algorithm, seed).update(counter).digest()
  const offset = hmac.readUInt8(hmac.length - 1) & 0x0f
  const number = hmac.readUInt32BE(offset) & 0x7fff_ffff
  return String(number % 1_000_000).padStart(6, '0')
}
