import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../tools/steps.ts'

/** A short name for the contents of source files and folders: what was made by other ones is made anew. */
export function madeOf(paths: readonly string[]): string {
  const hash = createHash('sha256')
  for (const path of paths) {
    for (const file of filesOf(join(root, path))) hash.update(readFileSync(file))
  }
  return hash.digest('hex').slice(0, 16)
}

/** Every file below a path, sorted; the path itself when it is a source file. */
export function filesOf(path: string): string[] {
  if (path.endsWith('.ts')) return [path]
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
