/** 研修モード's head office: the real hub over a log file in the training folder. */
import { join } from 'node:path'
import type { Policy } from '../domain/policy.ts'
import { NEIGHBOUR, neighbourEnters, neighbourSerials } from '../domain/training-neighbour.ts'
import type { Random } from '../protocol/bytes.ts'
import type { Branch } from './store/rows.ts'
import { createHub } from './head-office.ts'
import { withHub, type Hub, type HubWork } from './hub.ts'
import { loadTrainingKeys } from './keys/training-keys.ts'
import { openLogStore } from './store/log-store.ts'

export interface TrainingHub {
  readonly hub: Hub
  /** See `OpenedLog`. */
  readonly tornBytes: number
}

/**
 * Opens (or makes) the hub whose keys and log lie in `folder`, which must exist. Its branch is as given, also
 * where it was known under other particulars.
 * @throws HubLogDamaged
 */
export async function openTrainingHub(options: {
  readonly folder: string
  readonly branch: Branch
  readonly now: () => number
  readonly random: Random
}): Promise<TrainingHub> {
  const { folder, branch, now, random } = options
  const keys = await loadTrainingKeys(join(folder, 'hub-keys.TRAINING-ONLY.bin'), random)
  const { store, tornBytes } = await openLogStore(join(folder, 'hub-log.TRAINING-ONLY.bin'), now)
  await store.transaction((tx) => tx.saveBranch(branch))
  const hub = createHub({ realm: 'training', now, random, keys, store })
  // Folded now: the first question must not wait for it, and a log that does not fold must not start.
  await withHub(hub, (work) => furnishNeighbour(work, branch.policy))
  return { hub, tornBytes }
}

/** Customers of another branch, for 他店取扱. What was practised on them is forgotten at the next start. */
async function furnishNeighbour(work: HubWork, policy: Policy): Promise<void> {
  await work.tx.saveBranch({ ...NEIGHBOUR, policy, staff: [] })
  const untouched = neighbourSerials.every((serial) => work.state.get('fob', serial)?.incident === null)
  if (!untouched) await work.record(NEIGHBOUR.branchNo, neighbourEnters(work.hub.now()))
}
