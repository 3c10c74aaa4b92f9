import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

export interface Shell {
  readonly kind: 'electron' | 'stand-in'
  /** To be added to the environment of `electron .` or of Playwright's launch. */
  readonly env: Record<string, string>
  /** Which shell a run uses, and why: to be printed, so that no result is taken for another's. */
  readonly sentence: string
}

const root = path.join(import.meta.dirname, '../..')
const electronFolder = path.join(root, 'node_modules/electron')
const standIn = path.join(import.meta.dirname, 'shell')

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false // absent or not executable: that is the question
  }
}

/** The downloaded Electron, if there is one. Never `require('electron')`: that would try to download it. */
function findElectron(): string | undefined {
  const pathFile = path.join(electronFolder, 'path.txt')
  if (!existsSync(pathFile)) return undefined
  const executable = path.join(electronFolder, 'dist', readFileSync(pathFile, 'utf8').trim())
  return isExecutable(executable) ? executable : undefined
}

/** An override that somebody set wins, then real Electron, then the stand-in. */
export function chooseShell(): Shell {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) {
    const kind = path.resolve(override) === standIn ? 'stand-in' : 'electron'
    return {
      kind,
      env: { ELECTRON_OVERRIDE_DIST_PATH: override },
      sentence: `Shell: ${kind}, because ELECTRON_OVERRIDE_DIST_PATH is ${override}`,
    }
  }
  const electron = findElectron()
  if (electron) return { kind: 'electron', env: {}, sentence: `Shell: Electron, ${electron}` }
  return {
    kind: 'stand-in',
    env: { ELECTRON_OVERRIDE_DIST_PATH: standIn },
    sentence: "Shell: the stand-in on Debian's Chromium, because Electron's binary is not downloaded",
  }
}
