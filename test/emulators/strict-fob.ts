/**
 * A strict Token2 fob, written from FOB-PROTOCOL.md and from nothing of `programmer/` (ADR 021): own APDU
 * parsing, own MAC, own padding, single SM4 blocks of the library under it.
 */
import { createHmac, randomBytes } from 'node:crypto'
import { sm4 } from 'sm-crypto-v2'

const KEY = Buffer.from('8ad206883ca369482ab27182b6e83224', 'hex')

export type FobStep = 'info' | 'challenge' | 'answer' | 'config' | 'seed'

function block(plain: Uint8Array): Buffer {
  return Buffer.from(sm4.encrypt(plain, KEY, { mode: 'ecb', padding: 'none', output: 'array' }))
}

function unblock(cipher: Uint8Array): Buffer {
  return Buffer.from(sm4.decrypt(cipher, KEY, { mode: 'ecb', padding: 'none', output: 'array' }))
}

/** CBC-MAC over header (plain class), length and body; `80 00…` only where the last block is not full. */
export function macOf(ins: number, p1: number, p2: number, body: Uint8Array): Buffer {
  let message = Buffer.concat([Buffer.from([0x80, ins, p1, p2, body.length]), body])
  if (message.length % 16 !== 0) {
    const padded = Buffer.alloc(Math.ceil(message.length / 16) * 16)
    message.copy(padded)
    padded[message.length] = 0x80
    message = padded
  }
  let chain = Buffer.alloc(16)
  for (let at = 0; at < message.length; at += 16) {
    const mixed = Buffer.from(chain.map((byte, index) => byte ^ message.readUInt8(at + index)))
    chain = Buffer.from(block(mixed))
  }
  return chain.subarray(0, 4)
}

const sw = (status: number): Buffer => Buffer.from([status >> 8, status & 0xff])

export class StrictFob {
  readonly serial: string
  /** Restricted: a config write erases the seed. */
  readonly restricted: boolean
  seed: Buffer | null = null
  algorithm: 'sha1' | 'sha256' = 'sha1'
  stepSeconds = 0
  clockOffsetSeconds = 7
  locked = false
  /** Answers to challenges it was given, right or wrong. */
  answersSeen = 0
  wrongAnswers = 0
  /** Every command, in hex. */
  readonly trace: string[] = []
  #challenge: Buffer | null = null
  #authenticated = false
  #configured = false

  constructor(serial = '8659610000123', restricted = true) {
    this.serial = serial
    this.restricted = restricted
  }

  /** Into the field: whatever was authenticated is no longer. */
  power(): void {
    this.#challenge = null
    this.#authenticated = false
    this.#configured = false
  }

  clock(): number {
    return Math.floor(Date.now() / 1000) + this.clockOffsetSeconds
  }

  /** What its display shows at a time of its own clock (Unix seconds): RFC 4226 §5.3 over the step's number. */
  display(clock: number): string | null {
    if (this.seed === null) return null
    const counter = Buffer.alloc(8)
    counter.writeBigUInt64BE(BigInt(Math.floor(clock / this.stepSeconds)))
    const digest = createHmac(this.algorithm, this.seed).update(counter).digest()
    const number = digest.readUInt32BE(digest.readUInt8(digest.length - 1) & 15) & 0x7fff_ffff
    return String(number % 1_000_000).padStart(6, '0')
  }

  /** One short APDU; `step`: what was carried out. */
  transmit(apdu: Buffer): { readonly answer: Buffer; readonly step: FobStep | null } {
    this.trace.push(apdu.toString('hex'))
    const no = (status: number) => ({ answer: sw(status), step: null })
    if (apdu.length < 5) return no(0x6700)
    const [cla = 0, ins = 0, p1 = 0, p2 = 0, lc = 0] = apdu
    const body = apdu.subarray(5)
    if (body.length !== lc) return no(0x6700)
    switch (apdu.subarray(0, 4).toString('hex')) {
      case '80410000':
        return body.toString('hex') === '0211' ? { answer: this.#info(), step: 'info' } : no(0x6a80)
      case '804b0800':
        if (body.toString('hex') !== '00') return no(0x6a80)
        this.#challenge = randomBytes(8)
        return { answer: Buffer.concat([this.#challenge, sw(0x9000)]), step: 'challenge' }
      case '80ce0000':
        return this.#answered(body)
      case '84d40000':
      case '84c50100': {
        if (!this.#authenticated) return no(0x6982)
        const payload = body.subarray(0, -4)
        if (body.length < 5 || !macOf(ins, p1, p2, payload).equals(body.subarray(-4))) return no(0x6988)
        return ins === 0xd4 ? this.#config(payload) : this.#write(payload)
      }
      default:
        return no(cla === 0x80 || cla === 0x84 ? 0x6d00 : 0x6e00)
    }
  }

  #info(): Buffer {
    const clock = Buffer.alloc(4)
    clock.writeUInt32BE(this.clock())
    const length = Buffer.from([0, 0, 0, this.serial.length])
    return Buffer.concat([length, Buffer.from(this.serial, 'ascii'), Buffer.alloc(2), clock, sw(0x9000)])
  }

  #answered(body: Buffer): { answer: Buffer; step: FobStep | null } {
    this.answersSeen += 1
    const challenge = this.#challenge
    this.#challenge = null
    if (this.locked) return { answer: sw(0x6983), step: null }
    if (challenge === null) return { answer: sw(0x6985), step: null }
    if (!block(Buffer.concat([challenge, Buffer.alloc(8)])).equals(body)) {
      this.wrongAnswers += 1
      this.locked = this.wrongAnswers >= 5
      return { answer: sw(this.locked ? 0x6983 : 0x6300), step: null }
    }
    this.wrongAnswers = 0
    this.#authenticated = true
    return { answer: sw(0x9000), step: 'answer' }
  }

  #config(payload: Buffer): { answer: Buffer; step: FobStep | null } {
    if (
      payload.length !== 19 ||
      payload.subarray(0, 4).toString('hex') !== '81111f01' ||
      payload.readUInt8(4) > 3 ||
      payload.subarray(5, 7).toString('hex') !== '0f04' ||
      payload.subarray(11, 15).toString('hex') !== '86060a01' ||
      payload.subarray(16, 18).toString('hex') !== '0d01'
    ) {
      return { answer: sw(0x6a80), step: null }
    }
    const hash = payload.readUInt8(15)
    const step = payload.readUInt8(18)
    if ((hash !== 1 && hash !== 2) || (step !== 30 && step !== 60)) return { answer: sw(0x6a80), step: null }
    this.clockOffsetSeconds = payload.readUInt32BE(7) - Math.floor(Date.now() / 1000)
    this.algorithm = hash === 1 ? 'sha1' : 'sha256'
    this.stepSeconds = step
    if (this.restricted) this.seed = null
    this.#configured = true
    return { answer: sw(0x9000), step: 'config' }
  }

  #write(payload: Buffer): { answer: Buffer; step: FobStep | null } {
    if (!this.#configured) return { answer: sw(0x6985), step: null }
    if (payload.length === 0 || payload.length % 16 !== 0) return { answer: sw(0x6700), step: null }
    const plain = unblock(payload)
    const end = plain.lastIndexOf(0x80)
    const minimal = Math.floor(end / 16) * 16 + 16 === plain.length
    if (end < 1 || end > 63 || !minimal || plain.subarray(end + 1).some((byte) => byte !== 0)) {
      return { answer: sw(0x6a80), step: null }
    }
    this.seed = Buffer.from(plain.subarray(0, end))
    return { answer: sw(0x9000), step: 'seed' }
  }
}
