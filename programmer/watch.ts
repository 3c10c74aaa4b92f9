/**
 * Which readers there are and what lies on them. Identifying a fob exchanges an APDU, so it is done when a fob
 * appears, one at a time, and never while an issuance has the readers. It asks for nothing that a fob counts.
 */
import { MAX_READERS, type ReaderState, type WayFault } from './messages.ts'
import type { Presence, Reader, ReaderErrorCode, ReaderWatcher } from './reader.ts'
import { readIdentity } from './token2/info.ts'

export interface ReaderWatch {
  /** The connected readers, the one with this chip first, then those with any fob on them. */
  candidates(chipSerial: string): readonly Reader[]
  /** Resolves when no identification is under way; none is begun until `resume`. */
  pause(): Promise<void>
  resume(): void
  close(): void
}

interface Watched {
  readonly reader: Reader
  readonly stop: () => void
  fob: ReaderState['fob']
  /** A fob has appeared and has not been asked who it is. */
  unasked: boolean
  /** How often the fob that lies there was asked in vain. */
  unanswered: number
}

/**
 * What may pass while the fob lies where it is: it was laid back before the reader had noticed that it was gone,
 * or another program had it. Then it is asked again by itself, so that nobody must know to lift it.
 */
const PASSING: ReadonlySet<string> = new Set<ReaderErrorCode>([
  'FOB_REMOVED',
  'READER_TIMEOUT',
  'READER_FAULT',
  'READER_IN_USE',
])
const ASK_AGAIN_MS = 1000
/** Then the fob must be lifted: a reader that hangs holds up the others for the time of each answer. */
const MOST_QUESTIONS = 5

export interface WatchEffects {
  /** Unix milliseconds, to tell how far a fob's clock is off. */
  readonly now: () => number
  /** Calls back once, later. */
  readonly later: (ms: number, callback: () => void) => void
}

/** @param publish called with all readers at the start and at every change */
export function watchReaders(
  watchers: readonly ReaderWatcher[],
  { now, later }: WatchEffects,
  publish: (readers: ReaderState[], faults: WayFault[]) => void,
): ReaderWatch {
  const watched = new Map<Reader, Watched>()
  let paused = false
  let identifying: Promise<void> = Promise.resolve()

  function announce(): void {
    publish(
      [...watched.values()].slice(0, MAX_READERS).map(({ reader, fob }) => ({
        name: reader.name,
        transport: reader.transport,
        connected: reader.presence !== 'disconnected',
        problem: reader.problem ?? null,
        fob,
      })),
      watchers.flatMap(({ fault = null }) => (fault === null ? [] : [fault])),
    )
  }

  function changed(entry: Watched, presence: Presence): void {
    entry.fob = null
    entry.unasked = presence === 'present'
    entry.unanswered = 0
    announce()
    identifyAll()
  }

  /** The fob may answer in a moment. One that came or went meanwhile is another matter. */
  function askAgain(entry: Watched): void {
    entry.unanswered += 1
    if (entry.unanswered === MOST_QUESTIONS) return
    const { fob } = entry
    later(ASK_AGAIN_MS, () => {
      if (watched.get(entry.reader) !== entry || entry.fob !== fob) return
      entry.unasked = true
      identifyAll()
    })
  }

  function identifyAll(): void {
    identifying = identifying.then(async () => {
      for (const entry of watched.values()) if (entry.unasked && !paused) await identify(entry)
    })
  }

  async function identify(entry: Watched): Promise<void> {
    entry.unasked = false
    const identity = await readIdentity(entry.reader)
    // Lifted off, or lifted and laid back, meanwhile: that change has been or will be dealt with by itself.
    if (entry.unasked || entry.reader.presence !== 'present') return
    if (identity.ok) {
      const clockOffsetSeconds = identity.value.clock - Math.floor(now() / 1000)
      entry.fob = { ...identity.value, clockOffsetSeconds }
    } else {
      entry.fob = { refused: identity.code }
      if (PASSING.has(identity.code)) askAgain(entry)
    }
    announce()
  }

  function relist(): void {
    const present = new Set(watchers.flatMap((watcher) => watcher.readers))
    for (const [reader, entry] of watched) {
      if (present.has(reader)) continue
      entry.stop()
      watched.delete(reader)
    }
    for (const reader of present) {
      if (watched.has(reader)) continue
      const stop = reader.onChange((presence) => changed(entry, presence))
      const unasked = reader.presence === 'present'
      const entry: Watched = { reader, stop, fob: null, unasked, unanswered: 0 }
      watched.set(reader, entry)
    }
    announce()
    identifyAll()
  }

  const stops = watchers.map((watcher) => watcher.onChange(relist))
  relist()

  return {
    candidates(chipSerial) {
      const rank = ({ reader, fob }: Watched): number => {
        if (fob !== null && 'chipSerial' in fob && fob.chipSerial === chipSerial) return 0
        return reader.presence === 'present' ? 1 : 2
      }
      return [...watched.values()]
        .filter(({ reader }) => reader.presence !== 'disconnected' && reader.problem === undefined)
        .sort((a, b) => rank(a) - rank(b))
        .map(({ reader }) => reader)
    },
    pause() {
      paused = true
      return identifying
    },
    resume() {
      paused = false
      identifyAll()
    },
    close() {
      for (const stop of stops) stop()
      for (const { stop } of watched.values()) stop()
      for (const watcher of watchers) watcher.close()
      watched.clear()
    },
  }
}
