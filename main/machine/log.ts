/**
 * The program's log: what happened to the program, never what happened at the counter (that is the journal).
 * Only the fields listed here can be written, so that no name, serial, code or key gets into it by accident.
 */
import { randomUUID } from 'node:crypto'
import pino, { type Logger } from 'pino'
import { createStream } from 'rotating-file-stream'

/** The allow-list: whatever is not one of these is a type error. */
export interface LogFields {
  readonly event: string
  readonly code?: string
  readonly channel?: string
  readonly process?: string
  readonly milliseconds?: number
  readonly count?: number
  readonly reference?: string
  /** The error's class and stack frames; its message may hold data and is left out. */
  readonly error?: { readonly name: string; readonly frames: readonly string[] }
}

export interface Log {
  info(fields: LogFields): void
  warn(fields: LogFields): void
  /** Logs a bug and answers the reference under which a screen shows it. */
  bug(event: string, error: unknown, channel?: string): string
}

export function openLog(folder: string): Log {
  const stream = createStream('fobdesk.log', { path: folder, size: '5M', maxFiles: 5, mode: 0o600 })
  // A full disk or a folder without rights must not end the desk for the sake of its log.
  stream.on('error', (error) => void process.stderr.write(`the log cannot be written: ${error.name}\n`))
  const logger: Logger = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream)
  return {
    info: (fields) => logger.info(fields),
    warn: (fields) => logger.warn(fields),
    bug(event, error, channel) {
      const reference = randomUUID().slice(0, 8)
      logger.error({ event, reference, error: outline(error), ...(channel !== undefined && { channel }) })
      return reference
    },
  }
}

function outline(error: unknown): NonNullable<LogFields['error']> {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] }
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
  return { name: error.name, frames: frames.slice(0, 12) }
}
