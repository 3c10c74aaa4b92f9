/**
 * Which program folded a state: a digest of every source that decides what an event changes, and of the pinned
 * packages. A snapshot of any other program is not used. Reckoned and not written down by hand, because a number that
 * somebody forgets to raise would give two processes two states; the price is a whole fold after any change of `domain/`.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const SOURCES = [
  'domain',
  'protocol',
  'hub/snapshot',
  'hub/branch-state.ts',
  'hub/hub-state.ts',
  'hub/read-event.ts',
]

/** 16 hexadecimal digits. */
export async function foldVersion(): Promise<string> {
  const hash = createHash('sha256')
  for (const path of ['package.json', ...(await sources())]) {
    const content = await readFile(join(ROOT, path))
    hash.update(`${path}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex').slice(0, 16)
}

async function sources(): Promise<readonly string[]> {
  const found: string[] = []
  for (const source of SOURCES) {
    if (source.endsWith('.ts')) found.push(source)
    else
      found.push(
        ...(await readdir(join(ROOT, source), { recursive: true })).map((name) => `${source}/${name}`),
      )
  }
  return found.filter((name) => name.endsWith('.ts')).toSorted()
}
