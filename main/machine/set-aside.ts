import { rename } from 'node:fs/promises'

/** Renames what is there of these, in their order, to `PATH.set-aside-MARK`. */
export async function setAside(paths: readonly string[], mark: string): Promise<void> {
  for (const path of paths) {
    await rename(path, `${path}.set-aside-${mark}`).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
  }
}
