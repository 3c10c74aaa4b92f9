import { existsSync, readFileSync } from 'node:fs'
import { refuseUnknown } from '../injected/refuse-unknown.ts'

/** An image as the bytes of a PNG file; nothing is ever decoded. */
export type NativeImageLike = ReturnType<typeof makeNativeImage>

const WIDTH_OFFSET = 16 // in a PNG file: 8 bytes of signature, then length and name of the header chunk
const HEIGHT_OFFSET = 20

export function makeNativeImage(png: Buffer) {
  return refuseUnknown('NativeImage', {
    toPNG: () => png,
    isEmpty: () => png.length === 0,
    toDataURL: () => `data:image/png;base64,${png.toString('base64')}`,
    getSize: () =>
      png.length === 0
        ? { width: 0, height: 0 }
        : { width: png.readUInt32BE(WIDTH_OFFSET), height: png.readUInt32BE(HEIGHT_OFFSET) },
  })
}

export const nativeImage = refuseUnknown('nativeImage', {
  createEmpty: () => makeNativeImage(Buffer.alloc(0)),
  createFromBuffer: (png: Buffer) => makeNativeImage(png),
  createFromPath: (file: string) => makeNativeImage(existsSync(file) ? readFileSync(file) : Buffer.alloc(0)),
})
