/** Fobdesk's main process, from top to bottom: what is set up, in which order. The newcomer's map. */
import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { app, Menu, powerMonitor, type BrowserWindow } from 'electron'
import { refuse } from '../domain/refuse.ts'
import { auditHandlers } from './composition/audit-handlers.ts'
import { backupHandlers } from './composition/backup-handlers.ts'
import { chooseImport } from './composition/choose-import.ts'
import { labelHandlers } from './composition/label-handlers.ts'
import { paperHandlers } from './composition/paper-handlers.ts'
import { realEffects } from './composition/real-effects.ts'
import { restoreHandlers } from './composition/restore-handlers.ts'
import { setUpDesk } from './composition/set-up-desk.ts'
import { TrainingClock } from './composition/training-clock.ts'
import type { Desk } from './desk/desk.ts'
import type { DeskNotify, DeskPorts, Effects } from './desk/ports.ts'
import type { Handlers } from './ipc/handlers.ts'
import { registerBridge, sendNotice } from './ipc/register.ts'
import { isOwnSender } from './ipc/sender.ts'
import { openLog, type Log } from './machine/log.ts'
import { machineSecret } from './machine/machine-secret.ts'
import { readPreferences, writePreferences, type Preferences } from './machine/preferences.ts'
import { paperPrinter } from './printing/paper-window.ts'
import { cannotStart } from './window/cannot-start.ts'
import { chooseBackup, chooseExportTarget, chooseFolder } from './window/dialogs.ts'
import { confinePages, isBeingDebugged } from './window/confine.ts'
import { openDeskWindow } from './window/desk-window.ts'
import { Documents } from './window/documents.ts'
import { declarePages, ownOrigin, servePages } from './window/pages.ts'

const here = import.meta.dirname
const documents = new Documents()
let window: BrowserWindow | undefined

// Before `ready`: a second instance would share the store's folder, and every renderer is sandboxed.
if (isBeingDebugged()) {
  app.exit(1)
} else if (app.requestSingleInstanceLock()) {
  app.enableSandbox()
  declarePages()
  void app.whenReady().then(start)
} else {
  app.quit()
}

async function start(): Promise<void> {
  const data = app.getPath('userData')
  const log = openLog(join(data, 'logs'))
  await onReady(data, log).catch((error: unknown) => cannotStart(error, log.bug('start', error)))
}

async function onReady(data: string, log: Log): Promise<void> {
  const trainingFolder = join(data, 'training')
  await mkdir(trainingFolder, { recursive: true, mode: 0o700 })
  setUpPages(log)
  const preferences = await setUpPreferences(join(data, 'preferences.json'))
  const trainingClock = new TrainingClock(join(trainingFolder, 'clock.json'))
  const effects = realEffects(() => trainingClock.offsetMs)
  const secret = await machineSecret(data)
  const { desk, ports } = await setUpDesk({
    data,
    trainingFolder,
    secret,
    version: app.getVersion(),
    log,
    effects,
    trainingClock,
    notify: noticesToWindow(),
    language: () => preferences.current.language,
  })
  await desk.begin()
  setUpBridge(log, {
    ...desk.handlers,
    ...(secret.tied ? {} : realBranchRefused),
    ...composerHandlers({ desk, ports, data, tied: secret.tied, effects, trainingClock, preferences }),
  })
  setUpEnd(desk, log)
  window = openDeskWindow(join(here, '../preload/bridge.cjs'), (reason) =>
    log.warn({ event: 'page gone', code: reason }),
  )
}

function setUpPages(log: Log): void {
  Menu.setApplicationMenu(null)
  const font = createRequire(import.meta.url).resolve('@fontsource/biz-udgothic/package.json')
  servePages({
    renderer: join(here, '../renderer'),
    fonts: dirname(font),
    document: (path) => documents.at(path),
  })
  confinePages((what) => log.warn({ event: 'page refused', code: what }))
}

interface KeptPreferences {
  readonly current: Preferences
  readonly keep: (preferences: Preferences) => Promise<void>
}

async function setUpPreferences(path: string): Promise<KeptPreferences> {
  let current = await readPreferences(path)
  return {
    get current() {
      return current
    },
    async keep(preferences) {
      await writePreferences(path, preferences)
      current = preferences
    },
  }
}

/** Where the system cannot seal a secret, a store would be tied to nothing (`machine-secret.ts`). */
const realBranchRefused: Pick<Handlers, 'start.identify' | 'start.enrol'> = {
  'start.identify': () => Promise.resolve(refuse('SAFE_STORAGE_MISSING')),
  'start.enrol': () => Promise.resolve(refuse('SAFE_STORAGE_MISSING')),
}

/** The channels that need windows, dialogs, printers or this PC's own files. */
function composerHandlers(parts: {
  readonly desk: Desk
  readonly ports: DeskPorts
  readonly data: string
  /** This PC's protected storage holds the machine secret. */
  readonly tied: boolean
  readonly effects: Effects
  readonly trainingClock: TrainingClock
  readonly preferences: KeptPreferences
}) {
  const { desk, ports, data, tied, effects, trainingClock, preferences } = parts
  return {
    ...paperHandlers({
      desk: desk.handlers,
      printer: paperPrinter((document) => documents.publish(document)),
      window: deskWindow,
      labelPrinter: () => preferences.current.labelPrinter,
    }),
    ...labelHandlers({
      desk: desk.handlers,
      window: deskWindow,
      chosen: () => preferences.current.labelPrinter,
      choose: (labelPrinter) => preferences.keep({ ...preferences.current, labelPrinter }),
    }),
    ...auditHandlers({
      desk,
      effects,
      notify: noticesToWindow(),
      chooseTarget: (name, extension) => chooseExportTarget(deskWindow(), name, extension),
      verifier: () => readFile(join(app.getAppPath(), 'tools', 'verify-audit.mjs')),
    }),
    ...backupHandlers({
      desk,
      notify: noticesToWindow(),
      chooseFolder: () => chooseFolder(deskWindow()),
      data,
    }),
    ...restoreHandlers({ desk, ports, tied, chooseBackup: () => chooseBackup(deskWindow()) }),
    'start.training': async (input) => {
      // Its offset must never count in a real branch.
      if (desk.session.phase.name !== 'start') return refuse('BRANCH_OPENED')
      if (!(await trainingClock.begin())) return refuse('JOURNAL_TAMPERED', { where: 'training/clock.json' })
      return desk.handlers['start.training'](input)
    },
    'import.choose': (input) => chooseImport({ desk, effects, window: deskWindow() }, input),
    'desk.setLanguage': async ({ language }) => {
      await preferences.keep({ ...preferences.current, language })
      noticesToWindow().changed(['status'])
      return { ok: true, value: {} }
    },
  } satisfies Partial<Handlers>
}

function setUpBridge(log: Log, handlers: Handlers): void {
  registerBridge({
    handlers,
    isOwnSender: (event) => isOwnSender(event, ownOrigin, () => (window ? [window.webContents] : [])),
    onRefused: (channel, code) => log.warn({ event: 'bridge refused', channel, code }),
    onError: (channel, error) => log.bug('handler', error, channel),
  })
}

/** The desk locks with the PC, and nothing is cut off when the program ends. */
function setUpEnd(desk: Desk, log: Log): void {
  powerMonitor.on('lock-screen', () => desk.lock())
  powerMonitor.on('suspend', () => desk.lock())
  app.on('second-instance', () => {
    if (window === undefined || window.isDestroyed()) return
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  app.on('window-all-closed', () => app.quit())
  let ended = false
  app.on('before-quit', (event) => {
    if (ended) return
    event.preventDefault()
    void desk
      .quit()
      .catch((error: unknown) => void log.bug('quit', error))
      .finally(() => {
        ended = true
        app.quit()
      })
  })
}

function deskWindow(): BrowserWindow {
  if (window === undefined || window.isDestroyed()) throw new Error('the desk has no window')
  return window
}

function noticesToWindow(): DeskNotify {
  const say: (notice: Parameters<typeof sendNotice>[1]) => void = (notice) => {
    if (window !== undefined && !window.isDestroyed()) sendNotice(window.webContents, notice)
  }
  return {
    changed: (topics) => say({ kind: 'changed', topics }),
    progress: (work, done, total) => say({ kind: 'progress', work, done, total }),
    reader: () => say({ kind: 'reader' }),
    locked: () => say({ kind: 'locked' }),
  }
}
