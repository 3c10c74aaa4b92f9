/**
 * The port to a card reader. Every way to a reader (training socket, CCID over USB, PC/SC)
 * implements it; nothing above it knows which one it speaks to.
 */
import type { ReaderProblem, TransportKind, WayFault } from './messages.ts'

/** `disconnected`: the reader itself is gone; `absent`: no fob on it; `present`: something lies on it. */
export type Presence = 'disconnected' | 'absent' | 'present'

export interface Reader {
  /** As the system names it; shown to the teller. */
  readonly name: string
  readonly transport: TransportKind
  readonly presence: Presence
  /** Why nothing can be done with it; absent: it is fit for use. */
  readonly problem?: ReaderProblem
  /** Calls back at every change of `presence`; returns the way to stop that. */
  onChange(listener: (presence: Presence) => void): () => void
  /**
   * One command APDU to the fob and its whole answer with the status word. One at a time.
   * Rejects with `ReaderError`, never with the command's or answer's bytes in it.
   */
  transmit(apdu: Uint8Array): Promise<Uint8Array>
  close(): void
}

/** The readers one transport knows of, as they come and go. */
export interface ReaderWatcher {
  readonly readers: readonly Reader[]
  /** What closes this way as a whole; absent or null: it is open. */
  readonly fault?: WayFault | null
  /** Calls back when `readers` has changed; returns the way to stop that. */
  onChange(listener: () => void): () => void
  close(): void
}

export type ReaderErrorCode =
  'NO_READER' | 'FOB_REMOVED' | 'READER_TIMEOUT' | 'READER_FAULT' | 'READER_IN_USE'

/** The exchange did not happen or its answer was lost: the command may or may not have been carried out. */
export class ReaderError extends Error {
  readonly code: ReaderErrorCode

  constructor(code: ReaderErrorCode) {
    super(code)
    this.name = 'ReaderError'
    this.code = code
  }
}
