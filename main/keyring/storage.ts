import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { KeyringStorage } from './types.ts'

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** The keyring as a file: temporary file, sync, rename, directory sync. Its folder must exist. */
export function keyringFile(path: string): KeyringStorage {
  return {
    async read() {
      try {
        return new Uint8Array(await readFile(path))
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },
    async replace(bytes) {
      const temporary = `${path}.tmp`
      await rm(temporary, { force: true })
      const file = await open(temporary, 'wx', 0o600)
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(temporary, path)
      await syncDirectory(dirname(path))
    },
  }
}

async function syncDirectory(path: string): Promise<void> {
  // Windows cannot open a directory for sync; NTFS journals names itself.
  if (process.platform === 'win32') return
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}
