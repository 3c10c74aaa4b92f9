import { spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { createInterface } from 'node:readline'
import { boot } from '../boot.ts'
import { language } from '../language.ts'
import { debug, note } from '../log.ts'
import { CdpConnection } from './connection.ts'
import { findChromium } from './find-chromium.ts'
import { chromiumFlags } from './flags.ts'
import { createProfile, removeProfile } from './profile.ts'

/** Google's services are unreachable by design; "no" keeps Chromium from saying so in an info bar. */
function chromiumEnvironment(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    LANGUAGE: process.env.LANGUAGE ?? language,
    GOOGLE_API_KEY: 'no',
    GOOGLE_DEFAULT_CLIENT_ID: 'no',
    GOOGLE_DEFAULT_CLIENT_SECRET: 'no',
  }
  delete environment.NODE_OPTIONS
  return environment
}

function launch() {
  const profile = createProfile(boot.switches.get('user-data-dir'))
  const child = spawn(
    findChromium(boot.headed),
    chromiumFlags({ profile: profile.folder, headed: boot.headed, language, switches: boot.switches }),
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'], env: chromiumEnvironment() },
  )
  // Node types extra descriptors as either direction; Chromium reads the first and writes the second.
  const connection = new CdpConnection(child.stdio[3] as Writable, child.stdio[4] as Readable)
  createInterface({ input: child.stderr as Readable }).on('line', (line) => {
    // Playwright reads this line from Electron's standard error to find the browser.
    if (line.startsWith('DevTools listening on')) process.stderr.write(`${line}\n`)
    else debug(`chromium: ${line}`)
  })

  process.on('exit', () => {
    child.kill('SIGKILL')
    if (profile.temporary) removeProfile(profile.folder)
  })
  const onGone = (reason: Error) => {
    connection.close(reason)
    note(reason.message)
    process.exit(1)
  }
  child.on('error', onGone)
  child.on('exit', (code, signal) => onGone(new Error(`Chromium ended by itself (${signal ?? code})`)))
  return connection
}

/** The browser that shows the app's windows. It starts when this module is first loaded, before the app. */
export const chromium = launch()
