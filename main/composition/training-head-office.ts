/** 研修モード's head office: the hub in a process of its own, started on first use and reached over its port. */
import { mkdir } from 'node:fs/promises'
import { defaultPolicy } from '../../domain/policy.ts'
import { trainingStaff } from '../../domain/training-staff.ts'
import { TRAINING_BRANCH_NO } from '../../domain/training.ts'
import { trainingHubStarted, type StartTrainingHub } from '../../protocol/head-office-messages.ts'
import { HeadOfficeUnreachable } from '../../protocol/head-office.ts'
import type { Effects, TrainingHeadOffice } from '../desk/ports.ts'
import type { ChildProcess } from '../machine/processes.ts'
import { createHeadOfficeClient } from '../sync/head-office-client.ts'
import type { TrainingClock } from './training-clock.ts'

const startTimeoutMs = 30_000

export interface TrainingHubOptions {
  readonly folder: string
  readonly fork: () => ChildProcess
  readonly clock: TrainingClock
  readonly after: Effects['after']
}

/** Answers the same process to every caller; a process that ended is started anew by the next one. */
export function trainingHeadOffice(options: TrainingHubOptions): () => Promise<TrainingHeadOffice> {
  let running: Promise<TrainingHeadOffice> | undefined
  return () => {
    running ??= start(options, () => (running = undefined)).catch((error: unknown) => {
      running = undefined
      throw error
    })
    return running
  }
}

async function start(
  { folder, fork, clock, after }: TrainingHubOptions,
  onEnd: () => void,
): Promise<TrainingHeadOffice> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const child = fork()
  const stopFollowing = clock.follow((nowOffsetMs) => child.postMessage({ type: 'clock', nowOffsetMs }))
  child.onExit(() => {
    stopFollowing()
    onEnd()
  })
  const started = new Promise<void>((resolve, reject) => {
    const cancel = after(startTimeoutMs, () =>
      reject(new HeadOfficeUnreachable('the training hub is silent')),
    )
    child.onExit(() => reject(new HeadOfficeUnreachable('the training hub has ended')))
    child.onMessage((message) => {
      const said = trainingHubStarted.safeParse(message)
      if (!said.success) return
      cancel()
      if (said.data.type === 'started') resolve()
      else reject(new HeadOfficeUnreachable(said.data.reason))
    })
  })
  const message: StartTrainingHub = {
    type: 'start',
    realm: 'training',
    folder,
    branch: {
      branchNo: TRAINING_BRANCH_NO,
      branchName: '研修支店',
      policy: defaultPolicy,
      staff: trainingStaff.map(({ staffNo, name, role, deputy }) => ({ staffNo, name, role, deputy })),
    },
    nowOffsetMs: clock.offsetMs,
  }
  child.postMessage(message)
  await started
  return createHeadOfficeClient({
    port: {
      postMessage: (request) => child.postMessage(request),
      onMessage: (listener) => child.onMessage(listener),
      onClose: (listener) => child.onExit(listener),
    },
    after,
  })
}
