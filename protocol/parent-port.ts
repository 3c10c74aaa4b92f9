/** The channel an Electron utility process has to main (`process.parentPort`), as far as it is used here. */
export interface ParentPort {
  /** Structured clone; messages that arrive before a listener is set are kept. */
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
}

/** @throws Error outside a utility process */
export function parentPort(): ParentPort {
  // Node's own types do not know what Electron adds to `process`.
  const { parentPort: port } = process as typeof process & { readonly parentPort?: ParentPort }
  if (port === undefined) throw new Error('this file is the entry of an Electron utility process')
  return port
}
