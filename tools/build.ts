/** Builds the product's four parts into `out/` when a source is newer than the last build. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(import.meta.dirname, '..')
const sources = ['domain', 'protocol', 'main', 'programmer', 'preload', 'renderer', 'hub']
const stamp = join(root, 'out', '.built')

/** Answers after `out/` is the build of what lies in the folders now. Exits the process on a failed build. */
export function ensureBuilt(): void {
  const state = fingerprint()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return
  console.log('[fobdesk] building …')
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build', '--logLevel', 'warn'],
    { cwd: root, stdio: 'inherit' },
  )
  if (status !== 0) process.exit(1)
  mkdirSync(join(root, 'out'), { recursive: true })
  writeFileSync(stamp, state)
}

/** Changes when any source file, the lock file or the build's own configuration does. */
function fingerprint(): string {
  const hash = createHash('sha256')
  for (const file of ['package-lock.json', 'electron.vite.config.ts', ...sources.flatMap(filesBelow)]) {
    const { mtimeMs, size } = statSync(join(root, file))
    hash.update(`${file}\0${mtimeMs}\0${size}\n`)
  }
  return hash.digest('hex')
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) ensureBuilt()
