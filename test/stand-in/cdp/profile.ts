import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { debug } from '../log.ts'

const PREFIX = 'electron-stand-in-'

/** A killed stand-in cannot clean up; the next one does. The owner's process id stands in the folder's name. */
function removeAbandonedProfiles(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]
    if (owner !== undefined && !isAlive(Number(owner))) removeProfile(path.join(tmpdir(), name))
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, but belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Chromium's profile folder: a fresh temporary one, or one kept below `--user-data-dir` when the app was
 * started with that switch, so that web storage survives a restart there as it does in Electron.
 */
export function createProfile(userDataDir: string | undefined): { folder: string; temporary: boolean } {
  removeAbandonedProfiles()
  const temporary = userDataDir === undefined
  const folder = temporary
    ? mkdtempSync(path.join(tmpdir(), `${PREFIX}${process.pid}-`))
    : path.join(userDataDir, 'stand-in-chromium')
  mkdirSync(path.join(folder, 'Default'), { recursive: true })
  const preferences = path.join(folder, 'Default/Preferences')
  if (!existsSync(preferences)) {
    const values = { translate: { enabled: false }, intl: { accept_languages: 'ja,en' } }
    writeFileSync(preferences, JSON.stringify(values))
  }
  return { folder, temporary }
}

/** Chromium's last processes may still be writing; a folder that stays is removed at the next start. */
export function removeProfile(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 })
  } catch (error) {
    debug(`profile not removed: ${String(error)}`)
  }
}
