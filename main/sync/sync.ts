/**
 * The desk's synchronisation: when to run, one run at a time, and what the status bar knows of it. A run
 * measures the clock, pushes everything unsent, pulls everything new; cut anywhere it is simply run again.
 */
import type { Refusal } from '../../domain/decide-types.ts'
import { refuse } from '../../domain/refuse.ts'
import { HeadOfficeUnreachable, type HeadOffice } from '../../protocol/head-office.ts'
import type { ClockMeasurement, ClockWatch } from './clock.ts'
import type { DeskPort, Enrolment } from './desk-port.ts'
import { pullAll } from './pull.ts'
import { pushAll } from './push.ts'

export interface SyncOptions {
  readonly enrolment: Enrolment
  readonly desk: DeskPort
  readonly headOffice: HeadOffice
  readonly clock: ClockWatch
  readonly now: () => number
  /** Calls `callback` after `ms` unless the function that it answers was called before. */
  readonly after: (ms: number, callback: () => void) => () => void
  /** 0 ≤ x < 1, so that a whole region's desks do not come back in the same second. */
  readonly chance: () => number
  readonly onStatus?: (status: SyncStatus) => void
  readonly onProgress?: (progress: SyncProgress) => void
  /** A fresh measurement. Recording it must not call `committed`, or each run would cause the next. */
  readonly onClock?: (measurement: ClockMeasurement) => void
  /** A run that nobody asked for ended in a bug or a broken journal. */
  readonly onError: (error: unknown) => void
  /** Whoever is at the other end is not to be trusted; told once for each time in a row. */
  readonly onDistrust?: (refusal: Refusal) => void
}

/** Events sent or fetched in this run; `total` is known for sending only. */
export interface SyncProgress {
  readonly phase: 'push' | 'pull'
  readonly done: number
  readonly total: number | null
}

export interface SyncStatus {
  /** The last contact succeeded; false before the first. */
  readonly online: boolean
  readonly running: boolean
  /** Own events that head office has not received: 本部未反映. */
  readonly unsent: number
  /** When a run last went through, PC time; null: not since the start of the program. */
  readonly lastSyncAt: number | null
  readonly clock: ClockMeasurement | null
  /** Why the last run ended early, but for a line that is down. */
  readonly refusal: Refusal | null
}

export type SyncOutcome = { readonly ok: true } | Refusal

export interface Sync {
  readonly status: SyncStatus
  /** From now on by itself: at once, after commits, and at intervals. */
  start(): void
  /** A commit of this desk is durable. */
  committed(): void
  /** Runs now, or joins the run that is under way. Rejects only on a bug or a broken journal. */
  syncNow(): Promise<SyncOutcome>
  /** No further message; resolves when the run under way has ended. Locking waits for it. */
  stop(): Promise<void>
}

const DEBOUNCE_MS = 500
/** Customers activate and lock themselves without this desk's doing. */
const INTERVAL_MS = 60_000
const FIRST_RETRY_MS = 2_000
const LONGEST_RETRY_MS = 300_000

function isDistrust(refusal: Refusal | null): boolean {
  return refusal?.code === 'HEAD_OFFICE_FOREIGN' || refusal?.code === 'HUB_KEYS_ALTERED'
}

export function createSync(options: SyncOptions): Sync {
  const { desk, headOffice, enrolment, clock, now, after, chance } = options
  let stopped = true
  let running: Promise<SyncOutcome> | null = null
  let cancelTimer: (() => void) | null = null
  let unreached = 0
  let failed = false
  let received = desk.receivedThrough()
  let contact: Pick<SyncStatus, 'online' | 'lastSyncAt' | 'refusal'> = {
    online: false,
    lastSyncAt: null,
    refusal: null,
  }

  const status = (): SyncStatus => ({
    ...contact,
    running: running !== null,
    unsent: Math.max(0, desk.ownHead().seq - received),
    clock: clock.last,
  })
  const tell = (): void => options.onStatus?.(status())
  const halted = (): Refusal | null => (stopped ? refuse('CANCELLED') : null)

  async function exchange(): Promise<SyncOutcome> {
    const measured = await clock.measure(headOffice)
    contact = { ...contact, online: true }
    if (measured !== null) options.onClock?.(measured)
    received = desk.receivedThrough()
    const total = desk.ownHead().seq - received
    const before = received
    const pushed = await pushAll({
      desk,
      headOffice,
      halted,
      onReceived: (through) => {
        received = through
        options.onProgress?.({ phase: 'push', done: through - before, total })
        tell()
      },
    })
    if (!pushed.ok) return pushed
    let done = 0
    return pullAll({
      enrolment,
      desk,
      headOffice,
      halted,
      onPulled: (count) => {
        done += count
        options.onProgress?.({ phase: 'pull', done, total: null })
      },
    })
  }

  async function run(): Promise<SyncOutcome> {
    failed = false
    try {
      const outcome = await exchange()
      unreached = 0
      contact = outcome.ok
        ? { online: true, lastSyncAt: now(), refusal: null }
        : { ...contact, refusal: outcome.code === 'CANCELLED' ? contact.refusal : outcome }
      return outcome
    } catch (error) {
      if (!(error instanceof HeadOfficeUnreachable)) {
        failed = true
        throw error
      }
      unreached += 1
      const before = contact.refusal
      const offline = error.told === 'HEAD_OFFICE_OFFLINE'
      const refusal = refuse(error.told)
      // A line that is down says nothing about whom it would reach.
      contact = {
        ...contact,
        online: false,
        refusal: !offline ? refusal : isDistrust(before) ? null : before,
      }
      if (!offline && before?.code !== error.told) options.onDistrust?.(refusal)
      return refusal
    }
  }

  function syncNow(): Promise<SyncOutcome> {
    if (stopped) return Promise.resolve(refuse('CANCELLED'))
    if (running !== null) return running
    schedule(null)
    const started = run().finally(() => {
      running = null
      schedule(delay())
      tell()
    })
    running = started
    tell()
    return started
  }

  function delay(): number {
    const base =
      unreached > 0
        ? Math.min(FIRST_RETRY_MS * 2 ** (unreached - 1), LONGEST_RETRY_MS)
        : failed || contact.refusal !== null
          ? LONGEST_RETRY_MS
          : desk.ownHead().seq > received
            ? DEBOUNCE_MS
            : INTERVAL_MS
    return base * (0.5 + chance() / 2)
  }

  function schedule(ms: number | null): void {
    cancelTimer?.()
    cancelTimer = null
    if (ms === null || stopped) return
    cancelTimer = after(ms, () => {
      syncNow().catch(options.onError)
    })
  }

  return {
    get status() {
      return status()
    },
    start() {
      if (!stopped) return
      stopped = false
      syncNow().catch(options.onError)
    },
    committed() {
      tell()
      // A run under way sees to it itself. While head office is away or refuses, commits do not hurry the next one.
      if (stopped || running !== null || unreached > 0 || failed || contact.refusal !== null) return
      schedule(DEBOUNCE_MS)
    },
    syncNow,
    async stop() {
      stopped = true
      schedule(null)
      // Its outcome is told to whoever asked for it; here only its end matters.
      await running?.catch(() => undefined)
    },
  }
}
