/**
 * Records that nobody has touched since the last snapshot, compressed: most of a branch's applications ended years ago,
 * and what they take in memory is what every PC must have. Short texts compress against a dictionary of their like.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** Window and dictionary of 4 KiB: more would cost more to set up for each record than it saves. */
const WINDOW_BITS = 12
const DICTIONARY_BYTES = 4096
/**
 * Room for most records at once. Node gives every call room of its own, 16 KiB unless told: setting that up, and
 * collecting it, costs as much again as the unpacking.
 */
const CHUNK_BYTES = 2048
const OPTIONS = { windowBits: WINDOW_BITS, memLevel: 5, level: 6 } as const

export class Packing {
  /** To be kept with what was packed; empty: nothing was packed yet. */
  readonly dictionary: Uint8Array

  constructor(dictionary: Uint8Array) {
    this.dictionary = dictionary
  }

  /** A dictionary of such texts as will be packed: the commonest kinds last, where the compressor reaches best. */
  static of(samples: readonly string[]): Packing {
    const bytes = Buffer.from(samples.join(''))
    return new Packing(new Uint8Array(bytes.subarray(-DICTIONARY_BYTES)))
  }

  pack(text: string): Uint8Array {
    return deflateRawSync(text, { ...OPTIONS, dictionary: this.dictionary })
  }

  unpack(packed: Uint8Array): string {
    const options = { windowBits: WINDOW_BITS, chunkSize: CHUNK_BYTES, dictionary: this.dictionary }
    return inflateRawSync(packed, options).toString('utf8')
  }
}
