import { readFile } from 'node:fs/promises'

/** The whole file; undefined when there is none. Any other failure is thrown. */
export function readIfThere(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}
