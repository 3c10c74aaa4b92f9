/** Small secret files: read whole, written so that after a crash the old or the new one is there, mode 0600. */
import { link, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { syncFolder } from '../store/sync-folder.ts'

/** A key file has some hundred bytes. */
const MAX_BYTES = 64 * 1024

/** undefined: no such file. @throws Error for anything that is much too large for a key file */
export async function readKeyFile(path: string): Promise<Uint8Array | undefined> {
  try {
    const { size } = await stat(path)
    if (size > MAX_BYTES) throw new Error(`${path} is no key file: ${size} bytes`)
    return new Uint8Array(await readFile(path))
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Puts the file there durably; false: one is there already, and stays. */
export async function createKeyFile(path: string, content: Uint8Array): Promise<boolean> {
  const temporary = await writeTemporary(path, content)
  try {
    // Unlike a renaming, a link never takes the place of what is there.
    await link(temporary, path)
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw error
  } finally {
    await rm(temporary)
  }
  await syncFolder(dirname(path))
  return true
}

export async function replaceKeyFile(path: string, content: Uint8Array): Promise<void> {
  await rename(await writeTemporary(path, content), path)
  await syncFolder(dirname(path))
}

async function writeTemporary(path: string, content: Uint8Array): Promise<string> {
  const temporary = `${path}.tmp`
  // What a crash left behind; made anew, so that the mode holds from the first byte on.
  await rm(temporary, { force: true })
  const file = await open(temporary, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  return temporary
}

function systemCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
