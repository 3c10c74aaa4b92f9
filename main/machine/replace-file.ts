import { rename, writeFile } from 'node:fs/promises'

/** Written beside, synced and renamed: after a power cut the old content or the new one, never half of one. */
export async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(`${path}.new`, bytes, { mode: 0o600, flush: true })
  await rename(`${path}.new`, path)
}
