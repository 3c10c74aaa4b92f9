/**
 * Head office's log: what happened to the program, as one JSON line each. Only the fields listed here can be
 * written, so that no name, code, key, address or query gets into it by accident.
 */
import { randomUUID } from 'node:crypto'
import pino, { type DestinationStream } from 'pino'

/** The allow-list: whatever is not one of these is a type error. */
export interface HubLogFields {
  readonly event: string
  /** A refusal's code. */
  readonly code?: string
  readonly method?: string
  /** The route's pattern, never the path that was asked for: that could hold a login id. */
  readonly route?: string
  readonly status?: number
  readonly milliseconds?: number
  readonly count?: number
  readonly device?: string
  readonly branchNo?: string
  readonly reference?: string
  readonly process?: number
  /** Where it listens: what the system gave where the setting was 0. */
  readonly port?: number
  readonly operationsPort?: number
}

export interface HubLog {
  info(fields: HubLogFields): void
  warn(fields: HubLogFields): void
  /** Logs a bug by its class and places (its message may hold data) and answers the reference for whoever asked. */
  bug(event: string, error: unknown, route?: string): string
}

/** @param to default: standard output */
export function openHubLog(to?: DestinationStream): HubLog {
  const options = { base: null, timestamp: pino.stdTimeFunctions.isoTime }
  const logger = to === undefined ? pino(options) : pino(options, to)
  return {
    info: (fields) => logger.info(fields),
    warn: (fields) => logger.warn(fields),
    bug(event, error, route) {
      const reference = randomUUID().slice(0, 8)
      logger.error({ event, reference, error: outline(error), ...(route !== undefined && { route }) })
      return reference
    },
  }
}

function outline(error: unknown): { readonly name: string; readonly frames: readonly string[] } {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] }
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
  return { name: error.name, frames: frames.slice(0, 12) }
}
