import { open } from 'node:fs/promises'

/** Makes a new or renamed name in a folder durable. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder for syncing; there NTFS journals the name itself.
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
