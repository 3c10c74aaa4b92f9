/** A file at a chosen destination, read from any place in it. Every method rejects with a TargetError. */
import { open } from 'node:fs/promises'
import { told } from './new-file.ts'

export interface OpenedFile {
  readonly size: number
  /** Up to `length` bytes; fewer at the end of the file only. */
  read(offset: number, length: number): Promise<Uint8Array>
  close(): Promise<void>
}

export async function openFile(path: string): Promise<OpenedFile> {
  const handle = await told(() => open(path, 'r'))
  try {
    const { size } = await told(() => handle.stat())
    return {
      size,
      read: (offset, length) =>
        told(async () => {
          const target = new Uint8Array(length)
          let have = 0
          while (have < length) {
            const { bytesRead } = await handle.read(target, have, length - have, offset + have)
            if (bytesRead === 0) break
            have += bytesRead
          }
          return target.subarray(0, have)
        }),
      close: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}
