import { utf8 } from './bytes.ts'

/**
 * The encoding half of `cbor.ts`: RFC 8949 core deterministic encoding (§4.2.1) of the values events use.
 */
const START_BYTES = 256

class Writer {
  buffer = Buffer.allocUnsafe(START_BYTES)
  length = 0

  room(bytes: number): void {
    const needed = this.length + bytes
    if (needed <= this.buffer.length) return
    const grown = Buffer.allocUnsafe(Math.max(needed, this.buffer.length * 2))
    this.buffer.copy(grown, 0, 0, this.length)
    this.buffer = grown
  }

  /** A major type (0–7) with its argument in the shortest form. */
  head(major: number, argument: number): void {
    this.room(9)
    const type = major << 5
    const { buffer } = this
    if (argument < 24) buffer[this.length++] = type | argument
    else if (argument < 0x100) {
      buffer[this.length++] = type | 24
      buffer[this.length++] = argument
    } else if (argument < 0x10000) {
      buffer[this.length++] = type | 25
      this.length = buffer.writeUInt16BE(argument, this.length)
    } else if (argument < 0x100000000) {
      buffer[this.length++] = type | 26
      this.length = buffer.writeUInt32BE(argument, this.length)
    } else {
      buffer[this.length++] = type | 27
      this.length = buffer.writeBigUInt64BE(BigInt(argument), this.length)
    }
  }

  bytes(value: Uint8Array): void {
    this.head(2, value.length)
    this.room(value.length)
    this.buffer.set(value, this.length)
    this.length += value.length
  }

  text(value: string): void {
    if (!value.isWellFormed()) throw new TypeError('CBOR: a text holds half a surrogate pair')
    const length = Buffer.byteLength(value)
    this.head(3, length)
    this.room(length)
    this.length += this.buffer.write(value, this.length, 'utf8')
  }
}

/** Core deterministic order of text keys: the shorter encoding first, then bytewise. */
export function compareKeys(a: string, b: string): number {
  if (isAscii(a) && isAscii(b)) return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0)
  const left = utf8(a)
  const right = utf8(b)
  return left.length - right.length || Buffer.compare(left, right)
}

function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false
  return true
}

function writeObject(writer: Writer, value: object, depth: number): void {
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError('CBOR: only plain objects, arrays and Uint8Array have an encoding')
  }
  const entries = Object.entries(value).filter(([, member]) => member !== undefined)
  entries.sort(([a], [b]) => compareKeys(a, b))
  writer.head(5, entries.length)
  for (const [key, member] of entries) {
    // The decoder refuses this key, because assigning it would change the object's prototype.
    if (key === '__proto__') throw new TypeError('CBOR: the key __proto__ has no encoding')
    writer.text(key)
    writeValue(writer, member, depth - 1)
  }
}

function writeValue(writer: Writer, value: unknown, depth: number): void {
  if (depth < 0) throw new TypeError('CBOR: nested too deeply')
  if (typeof value === 'string') writer.text(value)
  else if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError('CBOR: numbers are safe integers')
    if (value >= 0) writer.head(0, value)
    else writer.head(1, -1 - value)
  } else if (value instanceof Uint8Array) writer.bytes(value)
  else if (Array.isArray(value)) {
    writer.head(4, value.length)
    for (const member of value) writeValue(writer, member, depth - 1)
  } else if (value === null) writer.head(7, 22)
  else if (typeof value === 'boolean') writer.head(7, value ? 21 : 20)
  else if (typeof value === 'object') writeObject(writer, value, depth)
  else throw new TypeError(`CBOR: a ${typeof value} has no encoding`)
}

/** See `encodeCbor` in `cbor.ts`. */
export function encodeDeterministic(value: unknown, maxDepth: number): Uint8Array {
  const writer = new Writer()
  writeValue(writer, value, maxDepth)
  return new Uint8Array(writer.buffer.buffer, writer.buffer.byteOffset, writer.length)
}
