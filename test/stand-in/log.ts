/**
 * What the stand-in says about itself. Everything goes to standard error, so that an app's own output stays
 * clean, and everything carries the mark `[stand-in]`, so that nobody takes it for a line of Electron's.
 */
export interface RecordedCall {
  readonly api: string
  readonly detail: unknown
}

/** Calls that would have had an effect outside the app and were only written down. */
export const recordedCalls: RecordedCall[] = []

/** Says something every reader of the output should know. */
export function note(sentence: string): void {
  process.stderr.write(`[stand-in] ${sentence}\n`)
}

const said = new Set<string>()

/** Says a sentence once in a run: for gaps that would otherwise fill the output. */
export function noteOnce(sentence: string): void {
  if (said.has(sentence)) return
  said.add(sentence)
  note(sentence)
}

/** Says something only when STANDIN_DEBUG is set: for whoever repairs the stand-in. */
export function debug(sentence: string): void {
  if (process.env.STANDIN_DEBUG) note(sentence)
}

/**
 * Writes down a call that real Electron would carry out on the desktop (open a browser, print, notify).
 * A test can read the list through `globalThis[Symbol.for('stand-in.recorded-calls')]` in the main process.
 */
export function record(api: string, detail: unknown): void {
  recordedCalls.push({ api, detail })
  debug(`recorded ${api} ${JSON.stringify(detail)}`)
}

/** Rejections of messages to a page that has just gone are expected; they are only said when debugging. */
export function ignoreLate(what: string): (reason: unknown) => void {
  return (reason) => debug(`${what}: ${reason instanceof Error ? reason.message : String(reason)}`)
}

Object.defineProperty(globalThis, Symbol.for('stand-in.recorded-calls'), { value: recordedCalls })
