import { homedir, tmpdir } from 'node:os'
import path from 'node:path'
import { boot } from '../boot.ts'

const configHome = process.env.XDG_CONFIG_HOME ?? path.join(homedir(), '.config')
const changed = new Map<string, string>()

/** `app.getPath` with Linux's places. Throws for a name Electron does not know, in its words. */
export function getPath(name: string, appName: string): string {
  const set = changed.get(name)
  if (set !== undefined) return set
  const userData =
    changed.get('userData') ?? boot.switches.get('user-data-dir') ?? path.join(configHome, appName)
  const places: Record<string, string> = {
    home: homedir(),
    appData: configHome,
    userData,
    sessionData: userData,
    temp: tmpdir(),
    exe: process.execPath,
    module: process.execPath,
    logs: path.join(userData, 'logs'),
    crashDumps: path.join(userData, 'Crashpad'),
    desktop: path.join(homedir(), 'Desktop'),
    documents: path.join(homedir(), 'Documents'),
    downloads: path.join(homedir(), 'Downloads'),
  }
  const place = places[name]
  if (place === undefined) throw new Error(`Failed to get '${name}' path`)
  return place
}

export function setPath(name: string, place: string): void {
  if (!path.isAbsolute(place)) throw new Error('Path must be absolute')
  changed.set(name, place)
}
