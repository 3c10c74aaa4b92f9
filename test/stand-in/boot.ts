import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { readCommandLine } from './command-line.ts'

/** The fields of an app's package.json that Electron itself reads. */
interface Manifest {
  readonly name?: string
  readonly productName?: string
  readonly version?: string
  readonly main?: string
  readonly type?: string
}

/** Chromium's version is told to the app without waiting for the browser; Debian follows the same majors. */
const CHROMIUM_VERSION = process.env.STANDIN_CHROME_VERSION ?? '156.0.0.0'

function electronVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)('electron/package.json')
  return (manifest as { version: string }).version
}

/** Electron takes a folder with a package.json, or a script. */
function findApp(entry: string): { appPath: string; mainScript: string; manifest: Manifest } {
  const target = path.resolve(entry)
  if (!statSync(target).isDirectory()) {
    return { appPath: path.dirname(target), mainScript: target, manifest: {} }
  }
  const manifest = JSON.parse(readFileSync(path.join(target, 'package.json'), 'utf8')) as Manifest
  return { appPath: target, mainScript: path.resolve(target, manifest.main ?? 'index.js'), manifest }
}

const commandLine = readCommandLine(process.argv.slice(2))

/** What is known before the app's own code runs: its folder, its manifest, its command line. */
export const boot = {
  ...commandLine,
  ...findApp(commandLine.entry),
  versions: { electron: electronVersion(), chrome: CHROMIUM_VERSION },
  headed:
    Boolean(process.env.DISPLAY) &&
    process.env.STANDIN_HEADLESS !== '1' &&
    !commandLine.switches.has('headless'),
}
