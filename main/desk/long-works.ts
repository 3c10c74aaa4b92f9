/** Works of many seconds beside the counter's: each at most once at a time, cancellable, ended before the store is. */
import { refuse } from '../../domain/refuse.ts'
import type { Answer } from '../../preload/contract/channels.ts'
import type { LongWorkName } from '../../preload/contract/views.ts'

interface Running {
  readonly stop: AbortController
  readonly ended: Promise<unknown>
}

export class LongWorks {
  readonly #running = new Map<LongWorkName, Running>()

  get busy(): boolean {
    return this.#running.size > 0
  }

  /** `work` asks its signal between two steps (`throwIfAborted`) and leaves nothing half behind. */
  async run<T>(name: LongWorkName, work: (signal: AbortSignal) => Promise<Answer<T>>): Promise<Answer<T>> {
    if (this.#running.has(name)) return refuse('WORK_RUNNING')
    const stop = new AbortController()
    const result = work(stop.signal)
    this.#running.set(name, { stop, ended: result.catch(() => undefined) })
    try {
      return await result
    } catch (error) {
      if (stop.signal.aborted && error === stop.signal.reason) return refuse('WORK_CANCELLED')
      throw error
    } finally {
      this.#running.delete(name)
    }
  }

  cancel(name: LongWorkName): void {
    this.#running.get(name)?.stop.abort()
  }

  /** Cancels all and waits until they have let go of the store. */
  async end(): Promise<void> {
    for (const { stop } of this.#running.values()) stop.abort()
    await Promise.all([...this.#running.values()].map(({ ended }) => ended))
  }
}
