import { makeCodec } from '../injected/codec.ts'

/** Main's end of the IPC codec. The bytes get a buffer of their own: Node's small Buffers share one. */
export const codec = makeCodec(
  (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  (text) => new Uint8Array(Buffer.from(text, 'base64')),
)
