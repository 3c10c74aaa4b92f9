import { accessSync, constants } from 'node:fs'

/**
 * Debian's real executables first: the wrappers in /usr/bin are shell scripts that add switches of their own
 * and stay in the process tree.
 */
const HEADLESS = [
  '/usr/lib/chromium/chromium-headless-shell',
  '/usr/bin/chromium-headless-shell',
  '/usr/lib/chromium/chromium',
  '/usr/bin/chromium',
]
const HEADED = ['/usr/lib/chromium/chromium', '/usr/bin/chromium']

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false // absent or not executable: both mean "look at the next one"
  }
}

/** Throws with the command that installs Chromium when there is none. `STANDIN_CHROMIUM` names another one. */
export function findChromium(headed: boolean): string {
  const named = process.env.STANDIN_CHROMIUM
  const candidates = named ? [named] : headed ? HEADED : HEADLESS
  const found = candidates.find(isExecutable)
  if (found) return found
  const packages = headed ? 'chromium' : 'chromium-headless-shell'
  throw new Error(
    `The Electron stand-in found no Chromium (looked for ${candidates.join(', ')}).\n` +
      `Install it with:  apt-get install -y ${packages} fonts-noto-cjk`,
  )
}
