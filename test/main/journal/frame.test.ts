import { createSecretKey } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  frameHash,
  MAX_FRAME_BYTES,
  openFrame,
  parseFrameHeader,
  sealFrame,
} from '../../../main/journal/frame.ts'
import { seededRandom } from './store.ts'
import { flip } from '../../protocol/must.ts'

const random = seededRandom('frame')
const place = { key: createSecretKey(random(32)), kind: 1, sequence: 7, prev: random(32) }

test('a frame opens in its own place and says what it is', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (plaintext) => {
      const frame = Buffer.from(sealFrame(place, plaintext))
      expect(parseFrameHeader(frame, 0)).toEqual({ length: plaintext.length + 16, kind: 1, sequence: 7 })
      expect(openFrame(place.key, place.prev, frame, 7)).toEqual(Buffer.from(plaintext))
    }),
  )
})

test('with another predecessor, sequence or key it does not, nor with any bit flipped', () => {
  const frame = sealFrame(place, random(40))
  expect(openFrame(place.key, random(32), frame, 7)).toBeUndefined()
  expect(openFrame(place.key, place.prev, frame, 8)).toBeUndefined()
  expect(openFrame(createSecretKey(random(32)), place.prev, frame, 7)).toBeUndefined()
  for (let bit = 0; bit < frame.length * 8; bit++) {
    const flipped = frame.slice()
    flip(flipped, bit >> 3, 1 << (bit & 7))
    expect(openFrame(place.key, place.prev, flipped, 7), `bit ${bit}`).toBeUndefined()
    expect(frameHash(flipped)).not.toEqual(frameHash(frame))
  }
})

test('impossible lengths and sequences are no frame header', () => {
  const header = Buffer.alloc(13)
  const parse = (length: number, sequence: bigint) => {
    header.writeUInt32BE(length)
    header.writeBigUInt64BE(sequence, 5)
    return parseFrameHeader(header, 0)
  }
  expect(parse(16, 1n)).toMatchObject({ length: 16, sequence: 1 })
  expect(parse(MAX_FRAME_BYTES, 1n)).toMatchObject({ length: MAX_FRAME_BYTES })
  expect(parse(15, 1n)).toBeUndefined()
  expect(parse(MAX_FRAME_BYTES + 1, 1n)).toBeUndefined()
  expect(parse(16, 2n ** 53n)).toBeUndefined()
})
