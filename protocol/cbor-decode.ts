import { isUtf8 } from 'node:buffer'

export type CborCode =
  | 'CBOR_TOO_LARGE'
  | 'CBOR_TOO_DEEP'
  | 'CBOR_TRUNCATED'
  | 'CBOR_TRAILING_BYTES'
  | 'CBOR_NOT_CANONICAL'
  | 'CBOR_UNSUPPORTED'

/** Thrown inside the decoder only and turned into a refusal at its edge (`decodeCbor`). */
export class CborRefused extends Error {
  readonly code: CborCode
  constructor(code: CborCode, detail: string) {
    super(detail)
    this.code = code
  }
}

/**
 * Map keys are the same few dozen names in every event: each is made into a string once. Only keys, never values,
 * so nothing that belongs to a person stays here. A slot holds the last key that fell on it.
 */
const KEY_SLOTS = 1024
const LONGEST_KEPT_KEY = 24
const keptKeys: (string | undefined)[] = Array.from({ length: KEY_SLOTS }, () => undefined)

/** One pass over untrusted bytes; every rule of the deterministic form is checked as it is read. */
export class CborReader {
  readonly #buffer: Buffer
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  get finished(): boolean {
    return this.#at === this.#buffer.length
  }

  value(depth: number): unknown {
    if (depth < 0) throw new CborRefused('CBOR_TOO_DEEP', `at byte ${this.#at}`)
    const first = this.#byte()
    const info = first & 0x1f
    switch (first >> 5) {
      case 0:
        return this.#argument(info)
      case 1:
        return this.#negative(info)
      case 2:
        return this.#bytes(this.#argument(info))
      case 3:
        return this.#text(this.#argument(info))
      case 4:
        return this.#array(this.#argument(info), depth)
      case 5:
        return this.#map(this.#argument(info), depth)
      default:
        return this.#simple(first)
    }
  }

  #byte(): number {
    const byte = this.#buffer[this.#at]
    if (byte === undefined) throw new CborRefused('CBOR_TRUNCATED', `at byte ${this.#at}`)
    this.#at++
    return byte
  }

  #argument(info: number): number {
    if (info < 24) return info
    if (info > 27) throw new CborRefused('CBOR_NOT_CANONICAL', `indefinite length at byte ${this.#at}`)
    const size = 1 << (info - 24)
    this.#need(size)
    const at = this.#at
    this.#at += size
    if (size === 8) return this.#longArgument(at)
    const argument = this.#buffer.readUIntBE(at, size)
    const shortest = size === 1 ? 24 : size === 2 ? 0x100 : 0x10000
    if (argument < shortest) throw new CborRefused('CBOR_NOT_CANONICAL', `long number at byte ${at}`)
    return argument
  }

  #longArgument(at: number): number {
    const high = this.#buffer.readUInt32BE(at)
    if (high === 0) throw new CborRefused('CBOR_NOT_CANONICAL', `long number at byte ${at}`)
    const argument = high * 0x100000000 + this.#buffer.readUInt32BE(at + 4)
    if (high > 0x1fffff) throw new CborRefused('CBOR_UNSUPPORTED', `number over 2^53 at byte ${at}`)
    return argument
  }

  #negative(info: number): number {
    const value = -1 - this.#argument(info)
    if (!Number.isSafeInteger(value)) throw new CborRefused('CBOR_UNSUPPORTED', `number under -2^53`)
    return value
  }

  #need(length: number): void {
    if (length > this.#buffer.length - this.#at) {
      throw new CborRefused('CBOR_TRUNCATED', `at byte ${this.#at}`)
    }
  }

  #bytes(length: number): Uint8Array {
    this.#need(length)
    const start = this.#buffer.byteOffset + this.#at
    this.#at += length
    return new Uint8Array(this.#buffer.buffer, start, length)
  }

  #text(length: number): string {
    this.#need(length)
    const start = this.#at
    const end = start + length
    this.#at = end
    let ascii = true
    for (let i = start; i < end && ascii; i++) ascii = (this.#buffer[i] ?? 0x80) < 0x80
    if (ascii) return this.#buffer.toString('latin1', start, end)
    if (!isUtf8(this.#buffer.subarray(start, end))) {
      throw new CborRefused('CBOR_NOT_CANONICAL', `text at byte ${start} is not UTF-8`)
    }
    return this.#buffer.toString('utf8', start, end)
  }

  #array(length: number, depth: number): unknown[] {
    // Every member takes a byte at least: a hostile length is refused before anything is allocated.
    this.#need(length)
    const members: unknown[] = []
    for (let i = 0; i < length; i++) members.push(this.value(depth - 1))
    return members
  }

  #map(length: number, depth: number): Record<string, unknown> {
    this.#need(length * 2)
    const map: Record<string, unknown> = {}
    let lastStart = 0
    let lastLength = -1
    for (let i = 0; i < length; i++) {
      const at = this.#at
      const first = this.#byte()
      if (first >> 5 !== 3) throw new CborRefused('CBOR_UNSUPPORTED', `map key at byte ${at} is no text`)
      const keyLength = this.#argument(first & 0x1f)
      const start = this.#at
      const key = this.#key(keyLength)
      if (key === '__proto__') throw new CborRefused('CBOR_UNSUPPORTED', `map key __proto__ at byte ${at}`)
      if (!this.#isAfter(lastStart, lastLength, start, keyLength)) {
        throw new CborRefused('CBOR_NOT_CANONICAL', `map key at byte ${at} doubled or out of order`)
      }
      lastStart = start
      lastLength = keyLength
      map[key] = this.value(depth - 1)
    }
    return map
  }

  /** Core deterministic order: the shorter key first, then bytewise. */
  #isAfter(lastStart: number, lastLength: number, start: number, length: number): boolean {
    if (length !== lastLength) return length > lastLength
    for (let i = 0; i < length; i++) {
      const difference = (this.#buffer[start + i] ?? 0) - (this.#buffer[lastStart + i] ?? 0)
      if (difference !== 0) return difference > 0
    }
    return false
  }

  #key(length: number): string {
    this.#need(length)
    if (length > LONGEST_KEPT_KEY) return this.#text(length)
    const buffer = this.#buffer
    const start = this.#at
    let slot = length
    for (let i = start; i < start + length; i++) slot = (slot * 31 + (buffer[i] ?? 0)) & 0xffffff
    slot = (slot ^ (slot >> 11)) & (KEY_SLOTS - 1)
    const kept = keptKeys[slot]
    if (kept?.length === length && this.#spells(kept, start)) {
      this.#at += length
      return kept
    }
    const key = this.#text(length)
    keptKeys[slot] = key
    return key
  }

  /** Whether the bytes at `start` are this text; only an ASCII text can be as long as its bytes. */
  #spells(text: string, start: number): boolean {
    const buffer = this.#buffer
    for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== buffer[start + i]) return false
    return true
  }

  #simple(first: number): boolean | null {
    if (first === 0xf4) return false
    if (first === 0xf5) return true
    if (first === 0xf6) return null
    throw new CborRefused('CBOR_UNSUPPORTED', `type ${first.toString(16)} before byte ${this.#at}`)
  }
}
