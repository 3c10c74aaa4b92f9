import type { CdpSession } from '../cdp/connection.ts'
import type { Protocol } from '../cdp/protocol.ts'

export interface ConsoleLine {
  readonly level: 'info' | 'warning' | 'error' | 'debug'
  readonly message: string
  readonly lineNumber: number
  readonly sourceId: string
}

const LEVELS: Record<string, ConsoleLine['level']> = {
  warning: 'warning',
  error: 'error',
  assert: 'error',
  debug: 'debug',
  verbose: 'debug',
}

function textOf(value: Protocol.Runtime.RemoteObject): string {
  if (value.type === 'string') return String(value.value)
  return value.description ?? String(value.value ?? value.type)
}

/** What a page writes, what it throws and leaves uncaught, and what Chromium says about it (CSP, network). */
export function followConsole(session: CdpSession, onLine: (line: ConsoleLine) => void): void {
  session.listen('Runtime.consoleAPICalled', ({ type, args, stackTrace }) => {
    const place = stackTrace?.callFrames[0]
    onLine({
      level: LEVELS[type] ?? 'info',
      message: args.map(textOf).join(' '),
      lineNumber: (place?.lineNumber ?? -1) + 1,
      sourceId: place?.url ?? '',
    })
  })
  session.listen('Runtime.exceptionThrown', ({ exceptionDetails: { text, exception, lineNumber, url } }) => {
    const message = exception?.description ? `${text} ${exception.description}` : text
    onLine({ level: 'error', message, lineNumber: lineNumber + 1, sourceId: url ?? '' })
  })
  session.listen('Log.entryAdded', ({ entry }) => {
    onLine({
      level: LEVELS[entry.level] ?? 'info',
      message: entry.text,
      lineNumber: (entry.lineNumber ?? -1) + 1,
      sourceId: entry.url ?? '',
    })
  })
}
