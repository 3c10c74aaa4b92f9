/** The readers of the system's smart card service, as they come and go; the service itself may come and go, too. */
import type { WayFault } from '../messages.ts'
import type { Reader, ReaderWatcher } from '../reader.ts'
import {
  PROTOCOL_NONE,
  PROTOCOL_T0_OR_T1,
  RESET_CARD,
  SHARE_DIRECT,
  SHARE_EXCLUSIVE,
  STATE_PRESENT,
  type PcscBinding,
  type PcscCard,
  type PcscContext,
} from './binding.ts'
import { pcscReader, type PcscSlot, type PcscTimes } from './reader.ts'

/** Answers when readers are plugged in or out; a name that winscard and pcsc-lite keep for that. */
const PLUG_AND_PLAY = { name: '\\\\?PnP?\\Notification', state: 0 }

export interface PcscWatchOptions {
  readonly load: () => Promise<PcscBinding>
  readonly times: PcscTimes
  /** Longest sleep of the service's own wait, and until a stopped service is asked again, milliseconds. */
  readonly waitMs: number
  /** How many looks long an empty place is knocked at when no removal was counted; 0 but for pcsc-lite. */
  readonly knocks: number
}

interface Known {
  readonly slot: PcscSlot
  /** Upper half: pcsc-lite's and winscard's count of insertions and removals. */
  events: number
  /** Looks left at which the service is not believed that the place is empty. */
  doubts: number
}

export function watchPcscReaders({ load, times, waitMs, knocks }: PcscWatchOptions): ReaderWatcher {
  const known = new Map<string, Known>()
  const listeners = new Set<() => void>()
  let fault: WayFault | null = null
  let context: PcscContext | undefined
  /** For cards: pcsc-lite lets one context do one thing at a time, and the other one waits for changes. */
  let cards: PcscContext | undefined
  const life = { over: false }

  function changed(): void {
    for (const listener of listeners) listener()
  }

  function setFault(next: WayFault | null): void {
    if (next === fault) return
    fault = next
    changed()
  }

  async function run(): Promise<void> {
    let binding: PcscBinding
    try {
      binding = await load()
    } catch {
      return setFault('PCSC_MISSING')
    }
    while (!life.over) {
      try {
        context = binding.establish()
        cards = binding.establish()
        setFault(null)
        await watch(context)
      } catch {
        // Which call told that the service is gone makes no difference: it is asked again in a while.
        list([])
        setFault('PCSC_SERVICE_STOPPED')
      }
      end()
      if (!life.over) await times.sleep(waitMs)
    }
  }

  async function watch(open: PcscContext): Promise<void> {
    while (!life.over) {
      const readers = open.listReaders()
      list(readers)
      const states = readers.map(({ name, state }) => ({ name, state }))
      await open.waitForChange([...states, PLUG_AND_PLAY], waitMs)
      await knock(open)
    }
  }

  /**
   * A fob that was lifted while it was being reset, by us or by the programmer before us, makes pcsc-lite note an empty
   * place without counting a removal. If something lies there again before the service's thread has looked (every
   * 400 ms), that thread never sees a change, and the place stays empty until the next fob is lifted. A reset of
   * whatever lies there puts the note right; on an empty place it does nothing.
   */
  async function knock(open: PcscContext): Promise<void> {
    if (![...known.values()].some(({ doubts }) => doubts > 0)) return
    for (const reader of open.listReaders()) {
      const entry = known.get(reader.name)
      if (entry === undefined || entry.doubts === 0 || (reader.state & STATE_PRESENT) !== 0) continue
      entry.doubts -= 1
      try {
        const card = await reader.connect(SHARE_DIRECT, PROTOCOL_NONE)
        card.disconnect(RESET_CARD)
      } catch {
        // Another program holds the reader: then the service knows what lies there.
      }
    }
  }

  function list(readers: ReturnType<PcscContext['listReaders']>): void {
    const names = new Set(readers.map(({ name }) => name))
    let relisted = false
    for (const [name, { slot }] of known) {
      if (names.has(name)) continue
      slot.gone()
      known.delete(name)
      relisted = true
    }
    for (const reader of readers) {
      const events = reader.state >>> 16
      const occupied = (reader.state & STATE_PRESENT) !== 0
      const entry = known.get(reader.name) ?? {
        slot: pcscReader(reader.name, connect, times),
        events,
        doubts: knocks,
      }
      const counted = entry.events !== events
      if (occupied || counted) entry.doubts = 0
      else if (entry.slot.presence === 'present') entry.doubts = knocks
      entry.slot.update(occupied, counted)
      entry.events = events
      if (known.has(reader.name)) continue
      known.set(reader.name, entry)
      relisted = true
    }
    if (relisted) changed()
  }

  function connect(name: string): Promise<PcscCard> {
    const reader = cards?.listReaders().find((each) => each.name === name)
    if (reader === undefined) return Promise.reject(new Error('Unknown reader'))
    return reader.connect(SHARE_EXCLUSIVE, PROTOCOL_T0_OR_T1)
  }

  function end(): void {
    for (const each of [context, cards]) {
      try {
        each?.close()
      } catch {
        // A service that has gone away has closed it already.
      }
    }
    context = undefined
    cards = undefined
  }

  void run()
  return {
    get readers(): readonly Reader[] {
      return [...known.values()].map(({ slot }) => slot)
    },
    get fault() {
      return fault
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      life.over = true
      for (const { slot } of known.values()) slot.close()
      try {
        context?.cancel()
      } catch {
        // As above: nothing is left to be woken.
      }
    },
  }
}
