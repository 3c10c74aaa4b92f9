import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeFrame, FrameDecoder } from '../../../programmer/training/wire.ts'
import { unhex } from '../scripted-reader.ts'

const frame = fc.record({
  kind: fc.nat(255),
  exchange: fc.nat(255),
  payload: fc.uint8Array({ maxLength: 261 }),
})

describe('frames', () => {
  it('are length, kind, exchange, payload', () => {
    expect(encodeFrame({ kind: 1, exchange: 2, payload: unhex('aabb') })).toEqual(unhex('0004 01 02 aabb'))
  })

  it('survive any way of cutting the stream', () => {
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 5 }), fc.integer({ min: 1, max: 40 }), (frames, size) => {
        const stream = Buffer.concat(frames.map(encodeFrame))
        const decoder = new FrameDecoder()
        const decoded = []
        for (let at = 0; at < stream.length; at += size) {
          decoded.push(...(decoder.push(stream.subarray(at, at + size)) ?? []))
        }
        expect(decoded).toEqual(frames)
      }),
    )
  })

  it.each(['0000', '000101', '01080102', 'ffff0102'])('%s breaks the stream', (hex) => {
    expect(new FrameDecoder().push(unhex(hex))).toBeUndefined()
  })

  it('of any bytes never throw and never grow past a frame', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
        const frames = new FrameDecoder().push(bytes)
        for (const { payload } of frames ?? []) expect(payload.length).toBeLessThanOrEqual(261)
      }),
      { numRuns: 2000 },
    )
  })
})
