/** A transaction that the database gave up for another's sake. */
const TRANSIENT = new Set(['40001', '40P01'])
const MOST_RUNS = 10

/**
 * Runs a whole transaction again where PostgreSQL ended it for a serialisation failure (40001) or a deadlock
 * (40P01): nothing of it was written. Every other failure is the caller's.
 */
export async function retrying<T>(transaction: () => Promise<T>): Promise<T> {
  for (let run = 1; ; run += 1) {
    try {
      return await transaction()
    } catch (error) {
      if (run === MOST_RUNS || !isTransient(error)) throw error
    }
  }
}

function isTransient(error: unknown): boolean {
  return error instanceof Error && 'code' in error && TRANSIENT.has(String(error.code))
}
