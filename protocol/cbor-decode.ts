import { isUtf8 } from 'node:buffer'
import { compareKeys } from './cbor-encode.ts'

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
    let last: string | undefined
    for (let i = 0; i < length; i++) {
      const at = this.#at
      const first = this.#byte()
      if (first >> 5 !== 3) throw new CborRefused('CBOR_UNSUPPORTED', `map key at byte ${at} is no text`)
      const key = this.#text(this.#argument(first & 0x1f))
      if (key === '__proto__') throw new CborRefused('CBOR_UNSUPPORTED', `map key __proto__ at byte ${at}`)
      if (last !== undefined && compareKeys(last, key) >= 0) {
        throw new CborRefused('CBOR_NOT_CANONICAL', `map key at byte ${at} doubled or out of order`)
      }
      last = key
      map[key] = this.value(depth - 1)
    }
    return map
  }

  #simple(first: number): boolean | null {
    if (first === 0xf4) return false
    if (first === 0xf5) return true
    if (first === 0xf6) return null
    throw new CborRefused('CBOR_UNSUPPORTED', `type ${first.toString(16)} before byte ${this.#at}`)
  }
}
