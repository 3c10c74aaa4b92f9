import { concatBytes } from '../../../protocol/bytes.ts'

/** A journal file in pieces: its header with the tag, then one piece a frame. */
export function piecesOf(file: Uint8Array): { readonly header: Uint8Array; readonly frames: Uint8Array[] } {
  const view = Buffer.from(file.buffer, file.byteOffset, file.length)
  let at = 12 + view.readUInt16BE(10) + 8 + 16
  const header = file.slice(0, at)
  const frames: Uint8Array[] = []
  while (at < file.length) {
    const length = 13 + view.readUInt32BE(at)
    frames.push(file.slice(at, at + length))
    at += length
  }
  return { header, frames }
}

/** Every way to drop, double or swap records, and to put one of `others` in, before or instead of one. */
export function* rearrangements(
  frames: readonly Uint8Array[],
  others: readonly Uint8Array[],
): Generator<{ readonly what: string; readonly frames: readonly Uint8Array[] }> {
  for (const [at, frame] of frames.entries()) {
    yield { what: `dropped ${at}`, frames: frames.toSpliced(at, 1) }
    yield { what: `doubled ${at}`, frames: frames.toSpliced(at, 0, frame) }
    for (const [with_, other] of frames.entries()) {
      if (with_ > at)
        yield { what: `swapped ${at} ${with_}`, frames: frames.with(at, other).with(with_, frame) }
    }
  }
  for (const [which, other] of others.entries()) {
    for (let at = 0; at <= frames.length; at++) {
      yield { what: `spliced ${which} before ${at}`, frames: frames.toSpliced(at, 0, other) }
      if (at < frames.length) yield { what: `spliced ${which} for ${at}`, frames: frames.with(at, other) }
    }
  }
}

export function fileOf(header: Uint8Array, frames: readonly Uint8Array[]): Uint8Array {
  return concatBytes(header, ...frames)
}
