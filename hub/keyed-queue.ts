/** Runs work one at a time per key, in the order of the calls. */
export type KeyedQueue = <T>(key: string, work: () => Promise<T>) => Promise<T>

export function keyedQueue(): KeyedQueue {
  const tails = new Map<string, Promise<unknown>>()
  return (key, work) => {
    const running = (tails.get(key) ?? Promise.resolve()).then(work)
    // The next one waits for the end, whichever it is; the caller gets the rejection.
    const tail = running
      .catch(() => undefined)
      .then(() => {
        if (tails.get(key) === tail) tails.delete(key)
      })
    tails.set(key, tail)
    return running
  }
}
