/** A reader of the system's smart card service. */
import { wipe } from '../../protocol/bytes.ts'
import { PresenceCell } from '../presence.ts'
import { ReaderError, type Reader, type ReaderErrorCode } from '../reader.ts'
import { LEAVE_CARD, RESET_CARD, type PcscCard } from './binding.ts'
import { pcscError } from './errors.ts'

export interface PcscTimes {
  readonly answerTimeoutMs: number
  /** A fob is let go when no command has followed for so long. */
  readonly idleMs: number
  /** Between attempts at a card that another program has just taken, and how many. */
  readonly retryMs: number
  readonly attempts: number
  readonly sleep: (ms: number) => Promise<void>
  readonly after: (ms: number, callback: () => void) => () => void
}

/** Longest answer of an extended APDU, as libpcsclite takes it (MAX_BUFFER_SIZE_EXTENDED). */
const MAX_ANSWER = 65_548

export interface PcscSlot extends Reader {
  /** What the service said at its last look; `exchanged`: the fob was lifted since, and perhaps laid back. */
  update(occupied: boolean, exchanged: boolean): void
  /** The service no longer knows it. */
  gone(): void
}

/**
 * The fob is held exclusively from the first command until `idleMs` after the last, so that no other program
 * can speak in between; then it is reset, so that nobody inherits an authenticated session.
 */
export function pcscReader(
  name: string,
  connect: (name: string) => Promise<PcscCard>,
  times: PcscTimes,
): PcscSlot {
  const presence = new PresenceCell('absent')
  let card: PcscCard | undefined
  let stopIdle = (): void => undefined
  let busy = false
  /** An exchange that was given up and has not come back: the service still waits for the reader. */
  let stuck = false

  /**
   * A fob that has left is left: pcsc-lite, asked to reset it, puts down the place as empty on its own, and does
   * not notice a fob that is laid there before its next look.
   */
  function release(left = false): void {
    stopIdle()
    // A call beside one that has not come back would stop this thread; it lets go itself when it is back.
    if (stuck) return
    const held = card
    card = undefined
    try {
      held?.disconnect(left ? LEAVE_CARD : RESET_CARD)
    } catch {
      // A card that is gone cannot be reset, and need not be.
    }
  }

  async function connected(): Promise<PcscCard> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await connect(name)
      } catch (error) {
        const code = pcscError(error)
        // Windows itself looks at every card that is laid down: for a moment it is taken.
        if (code !== 'READER_IN_USE' || attempt >= times.attempts) throw new ReaderError(code)
        await times.sleep(times.retryMs)
      }
    }
  }

  async function exchange(apdu: Uint8Array): Promise<Uint8Array> {
    card ??= await connected()
    const command = Buffer.from(apdu)
    const answer = card.transmit(command, { maxRecvLength: MAX_ANSWER })
    wipe(command)
    try {
      const bytes = new Uint8Array(await answer)
      // Some drivers report a fob that has left in the middle as a success without a byte.
      if (bytes.length === 0) throw new Error('Card was removed')
      return bytes
    } catch (error) {
      const code = pcscError(error)
      stuck = false
      release(code === 'FOB_REMOVED')
      throw new ReaderError(code)
    }
  }

  return {
    name: name.slice(0, 200),
    transport: 'pcsc',
    get presence() {
      return presence.get()
    },
    onChange: (listener) => presence.onChange(listener),
    async transmit(apdu) {
      if (busy) throw new Error('one exchange at a time')
      if (stuck) throw new ReaderError('READER_TIMEOUT')
      if (presence.get() === 'disconnected') throw new ReaderError('NO_READER')
      if (presence.get() === 'absent') throw new ReaderError('FOB_REMOVED')
      stopIdle()
      busy = true
      stuck = true
      const exchanged = exchange(apdu).finally(() => {
        stuck = false
        if (!busy) release()
      })
      try {
        return await within(exchanged, times)
      } finally {
        busy = false
        stopIdle = times.after(times.idleMs, () => release())
      }
    },
    close: () => release(),
    update(occupied, exchanged) {
      if (exchanged || !occupied) release(!occupied)
      if (exchanged && occupied) presence.announce('present')
      else presence.set(occupied ? 'present' : 'absent')
    },
    gone() {
      release(true)
      presence.set('disconnected')
    },
  }
}

function within<T>(work: Promise<T>, { answerTimeoutMs, after }: PcscTimes): Promise<T> {
  return new Promise((resolve, reject) => {
    const code: ReaderErrorCode = 'READER_TIMEOUT'
    const stop = after(answerTimeoutMs, () => reject(new ReaderError(code)))
    work.then(resolve, reject).finally(stop)
  })
}
