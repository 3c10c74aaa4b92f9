/**
 * The keeper process: one job on the closed part of a journal, then it exits, and its memory (keys, a whole
 * projection, personal data) with it. It writes temporary files only.
 */
import { assertNever } from '../../domain/vocabulary.ts'
import { toKeeper, type FromKeeper, type KeeperResult, type ToKeeper } from './messages.ts'

type Job<T extends ToKeeper['type']> = Extract<ToKeeper, { type: T }>
export type Tell = (done: number, total: number) => void

export interface KeeperJobs {
  readonly snapshot: (job: Job<'snapshot'>, tell: Tell) => Promise<KeeperResult>
  readonly compact: (job: Job<'compact'>, tell: Tell) => Promise<KeeperResult>
}

export interface KeeperPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
}

/** So many notices of progress a job: a message for every frame would cost more than the frame. */
const NOTICES = 100

/** Does the first job that comes, tells how it went, exits. A message that is no job ends the process. */
export function runKeeper(port: KeeperPort, jobs: KeeperJobs, exit: () => void): void {
  let begun = false
  const post = (message: FromKeeper): void => port.postMessage(message)
  port.on('message', ({ data }) => {
    const parsed = toKeeper.safeParse(data)
    if (begun || !parsed.success) {
      exit()
      return
    }
    begun = true
    void carryOut(parsed.data, jobs, sparing(post)).then(post).then(exit)
  })
}

async function carryOut(job: ToKeeper, jobs: KeeperJobs, tell: Tell): Promise<KeeperResult> {
  try {
    switch (job.type) {
      case 'snapshot':
        return await jobs.snapshot(job, tell)
      case 'compact':
        return await jobs.compact(job, tell)
      default:
        return assertNever(job)
    }
  } catch (error) {
    return failed(error)
  }
}

/** Of an unexpected error only its class: its message may quote what it stumbled over. */
function failed(error: unknown): KeeperResult {
  if (!(error instanceof Error)) return { type: 'failed', code: 'KEEPER_FAILED', where: typeof error }
  const { code, where } = error as { code?: unknown; where?: unknown }
  const known = typeof code === 'string' && typeof where === 'string'
  return {
    type: 'failed',
    code: known ? code.slice(0, 64) : 'KEEPER_FAILED',
    where: known ? where.slice(0, 500) : error.name,
  }
}

function sparing(post: (message: FromKeeper) => void): Tell {
  let next = 0
  return (done, total) => {
    if (done < next) return
    next = done + total / NOTICES
    post({ type: 'progress', done: Math.round(done), total: Math.round(total) })
  }
}
