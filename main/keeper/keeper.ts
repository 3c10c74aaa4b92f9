/** Main's side of the keeper: one process a job, one job at a time. A crash of it is a job that failed. */
import type { ChildPort } from '../desk/child-port.ts'
import { fromKeeper, type KeeperResult, type ToKeeper } from './messages.ts'

export interface KeeperOptions {
  readonly fork: () => ChildPort
  readonly onProgress?: (done: number, total: number) => void
}

const crashed: KeeperResult = { type: 'failed', code: 'KEEPER_FAILED', where: 'the process ended' }

export class Keeper {
  readonly #options: KeeperOptions
  #running: ChildPort | undefined

  constructor(options: KeeperOptions) {
    this.#options = options
  }

  get busy(): boolean {
    return this.#running !== undefined
  }

  /** Resolves however the job ended; a bug in the keeper never becomes one of main's. */
  run(job: ToKeeper): Promise<KeeperResult> {
    if (this.#running !== undefined) throw new Error('the keeper has a job')
    const child = this.#options.fork()
    this.#running = child
    return new Promise((resolve) => {
      const end = (result: KeeperResult): void => {
        if (this.#running === child) this.#running = undefined
        resolve(result)
      }
      child.onExit(() => end(crashed))
      child.onMessage((message) => {
        const parsed = fromKeeper.safeParse(message)
        // A process that says what it cannot have to say is broken.
        if (!parsed.success) child.kill()
        else if (parsed.data.type === 'progress')
          this.#options.onProgress?.(parsed.data.done, parsed.data.total)
        else end(parsed.data)
      })
      child.post(job satisfies ToKeeper)
    })
  }

  /** Ends what runs; its temporary files are cleared by the next opening. */
  stop(): void {
    this.#running?.kill()
  }
}
