/** What the timed programmer process and its test say to each other, beside what main and a programmer do. */

export type ToTimed =
  /** CCID only: the fob is laid on this process's virtual reader, or taken off. */
  | { readonly timing: 'place'; readonly chipSerial: string | null }
  /** CCID only: whoever has written a fob says what it shows. */
  | { readonly timing: 'press' }

export type FromTimed =
  /** Sent before the message that asks for the code. */
  | {
      readonly timing: 'written'
      /** The way to the reader said that a fob lies there: ms since 1970. */
      readonly presentAt: number
      /** How long the reader and the fob had the word since then, ms. */
      readonly deviceMs: number
      readonly exchanges: number
    }
  | { readonly timing: 'code'; readonly code: string }

/** This machine's monotonic clock, the same in all its processes but for the wall clock's steps at their starts. */
export const instant = (): number => performance.timeOrigin + performance.now()

export function isTiming(message: unknown): message is { readonly timing: string } {
  return typeof message === 'object' && message !== null && 'timing' in message
}
