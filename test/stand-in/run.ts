/**
 * The stand-in's entry, in the place of Electron's executable: `electron [switches] <app> [arguments]`.
 * Chromium is started first, because it takes longest; the app's code is loaded while it starts.
 */
import { createRequire, registerHooks } from 'node:module'
import inspector from 'node:inspector'
import { pathToFileURL } from 'node:url'
import { boot } from './boot.ts'
import './cdp/chromium.ts'
import { announceLoaded } from './electron/lifecycle.ts'
import { app } from './electron/index.ts'
import { note } from './log.ts'

/** How long an app may take to end itself after a signal, before it is ended. */
const GRACE_MS = 4000

function lookLikeElectron(): void {
  const words = boot.preloaded.length > 0 ? process.argv.slice(2) : boot.argv
  process.argv = [process.argv[0] ?? 'electron', ...words]
  Object.defineProperty(process, 'versions', {
    value: { ...process.versions, ...boot.versions },
    enumerable: true,
  })
  Object.assign(process, { type: 'browser', resourcesPath: boot.appPath, defaultApp: true })
}

/** Both `import 'electron'` and `require('electron')`, from any module, lead to the stand-in's. */
function answerForElectron(): void {
  const url = new URL('./electron/index.ts', import.meta.url).href
  registerHooks({
    resolve(specifier, context, next) {
      if (!/^electron(\/main|\/common)?$/.test(specifier)) return next(specifier, context)
      return { url, format: 'module-typescript', shortCircuit: true }
    },
  })
}

/** The first signal asks the app to quit, as in Electron; a second one, or a hang, does not ask. */
function endOnSignals(): void {
  let asked = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (asked) process.exit(1)
      asked = true
      setTimeout(() => process.exit(1), GRACE_MS).unref()
      app.quit()
    })
  }
}

lookLikeElectron()
answerForElectron()
endOnSignals()
if (boot.inspectPort !== undefined) inspector.open(boot.inspectPort)
const require = createRequire(import.meta.url)
for (const script of boot.preloaded) require(script) // Playwright's loader
if (!process.env.STANDIN_QUIET)
  note(`${app.name} runs on the Electron stand-in (Node ${process.versions.node})`)

try {
  await import(pathToFileURL(boot.mainScript).href)
} catch (error) {
  console.error(error)
  process.exit(1)
}
announceLoaded()
