import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import path from 'node:path'
import { isAlive } from '../cdp/profile.ts'
import { debug, note } from '../log.ts'

/** What the second instance tells the first. */
export interface SecondInstance {
  readonly argv: string[]
  readonly workingDirectory: string
  readonly additionalData: unknown
}

/** Sends its standard input to a socket and ends: the only way to speak on a socket and wait for it. */
const NOTIFY = `process.stdin.pipe(require('node:net').connect('\\0' + process.argv[1]))`

let server: Server | undefined

function ownerOf(lockFile: string): number | undefined {
  try {
    return Number(readFileSync(lockFile, 'utf8'))
  } catch {
    return undefined // no lock file: nobody holds it
  }
}

function takeLock(lockFile: string): boolean {
  const owner = ownerOf(lockFile)
  if (owner !== undefined && !isAlive(owner)) rmSync(lockFile, { force: true }) // left by a killed run
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/**
 * A lock per user-data folder, as Electron's. The file holds the owner's process id; a Unix socket carries the
 * second instance's command line. The socket is an abstract one of Linux: it has no file that a killed run could
 * leave behind, and its name may be shorter than a path.
 */
export function requestLock(
  userData: string,
  additionalData: unknown,
  onSecondInstance: (second: SecondInstance) => void,
): boolean {
  if (server) return true
  mkdirSync(userData, { recursive: true })
  const lockFile = path.join(userData, 'stand-in.lock')
  const name = createHash('sha256').update(userData).digest('hex').slice(0, 16)
  const socket = `electron-stand-in-${name}`

  if (!takeLock(lockFile)) {
    const message: SecondInstance = { argv: process.argv, workingDirectory: process.cwd(), additionalData }
    const input = JSON.stringify(message)
    const result = spawnSync(process.execPath, ['-e', NOTIFY, socket], { input, timeout: 5000 })
    if (result.status !== 0) debug(`first instance not told: ${String(result.stderr)}`)
    return false
  }

  server = createServer((connection) => {
    connection.setEncoding('utf8')
    let text = ''
    connection.on('data', (chunk: string) => (text += chunk))
    connection.on('error', (error) => debug(`second instance: ${error.message}`))
    connection.on('end', () => onSecondInstance(JSON.parse(text) as SecondInstance))
  })
  server.on('error', (error) => note(`second instances cannot be heard: ${error.message}`))
  server.listen(`\0${socket}`)
  server.unref()
  process.on('exit', () => {
    if (server) rmSync(lockFile, { force: true })
  })
  return true
}

export function hasLock(): boolean {
  return server !== undefined
}

export function releaseLock(userData: string): void {
  server?.close()
  server = undefined
  rmSync(path.join(userData, 'stand-in.lock'), { force: true })
}
