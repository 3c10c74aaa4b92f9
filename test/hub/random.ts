import { createHash } from 'node:crypto'
import type { Random } from '../../protocol/bytes.ts'

/** Bytes that look random, never repeat and are the same in every run. */
export function countingRandom(name: string): Random {
  let count = 0
  return (length) => {
    const blocks: Buffer[] = []
    for (let have = 0; have < length; have += 32) {
      blocks.push(createHash('sha256').update(`${name} ${count++}`).digest())
    }
    return new Uint8Array(Buffer.concat(blocks).subarray(0, length))
  }
}
