/**
 * The sealed seeds that arrive with 発行, or with the delivery of fobs seeded at the factory. Each is opened once,
 * at its receipt, and kept under the master key.
 */
import type { EventDraft, EventOf } from '../domain/events.ts'
import type { Refusal } from '../domain/decide-types.ts'
import { refuse } from '../domain/refuse.ts'
import { wipe } from '../protocol/bytes.ts'
import { openSeed, type SeedBoxContext } from '../protocol/seed-box.ts'
import type { HubWork } from './hub.ts'
import { wrapSeed } from './keys/wrapped-seed.ts'
import type { Device, FobVerification } from './store/rows.ts'

/** A seed as it will be kept; null: the event brings none, or none that counts. */
export type ReceivedSeed = FobVerification['seed'] | null

/** The seed that an issuance brings, or why the issuance has none that can serve. */
export async function seedOfIssuance(
  work: HubWork,
  device: Device,
  event: EventOf<'FobIssued'>,
): Promise<{ readonly ok: true; readonly seed: ReceivedSeed } | Refusal> {
  const { state, tx } = work
  const { serial } = event.data
  const notOpened = refuse('SEED_BOX_NOT_OPENED', { serial })
  if (event.box === undefined && state.get('fob', serial)?.seed.state === 'factory') {
    // Nothing was written: the seed must have come with the delivery.
    return (await tx.fob(serial)) === undefined ? notOpened : { ok: true, seed: null }
  }
  const seed = await rewrapped(work, device, event)
  return seed === null ? notOpened : { ok: true, seed }
}

/**
 * The seed that a delivered fob brings. Where the fob or a seed of it is known already, the first stands: a
 * second delivery note must not exchange the seed of a fob in service.
 */
export async function seedOfDelivery(
  work: HubWork,
  device: Device,
  event: EventOf<'FobReceived'>,
): Promise<ReceivedSeed> {
  const { state, tx } = work
  const { serial, factorySeeded } = event.data
  if (!factorySeeded || state.get('fob', serial) !== undefined) return null
  return (await tx.fob(serial)) === undefined ? rewrapped(work, device, event) : null
}

/**
 * Opens the box, the only time that this happens, and wraps what is in it. The box must be sealed under this
 * device, issuance or import, fob and key; null: it does not open under them.
 */
async function rewrapped({ hub, tx }: HubWork, device: Device, event: SeedBearer): Promise<ReceivedSeed> {
  const context = contextOf(device, event)
  if (event.box === undefined || context === undefined) return null
  const { opening, master } = await hub.keys.at(tx)
  const privateKey = opening.get(context.keyId)
  if (privateKey === undefined) return null
  const opened = await openSeed(privateKey, context, event.box)
  if (!opened.ok) return null
  try {
    return await wrapSeed(master, context, opened.value)
  } finally {
    wipe(opened.value)
  }
}

/**
 * Keeps the seed and starts the fob's counters anew (rule 3: a new seed clears both).
 * @returns what the branch is to hear of it
 */
export async function keepSeed(
  work: HubWork,
  event: SeedBearer,
  seed: FobVerification['seed'],
): Promise<EventDraft> {
  const { serial } = event.data
  const { issuanceId } = seed
  const counters = { wrongInRow: 0, longRun: [], reserved: null, halfStep: null, recent: [] }
  await work.tx.saveFob({ serial, ...startOf(event), seed, ...counters })
  return { type: 'SeedBoxReceived', v: 1, data: { issuanceId, serial } }
}

export type SeedBearer = EventOf<'FobIssued'> | EventOf<'FobReceived'>

/** Undefined: no seed was delivered. */
function contextOf({ device }: Device, event: SeedBearer): SeedBoxContext | undefined {
  if (event.type === 'FobIssued') {
    const { serial, issuanceId, keyId } = event.data
    return { serial, issuanceId, device, keyId }
  }
  const { serial, seed } = event.data
  return seed === undefined ? undefined : { serial, issuanceId: seed.seedId, device, keyId: seed.keyId }
}

/** Where the counters begin: at the code that proved the seed; a factory's has proven itself to nobody yet. */
function startOf(event: SeedBearer): Pick<FobVerification, 'algorithm' | 'lastStep' | 'driftSteps'> {
  if (event.type === 'FobIssued') {
    const { algorithm, provenStep, driftSteps } = event.data
    return { algorithm, lastStep: provenStep, driftSteps }
  }
  return { algorithm: event.data.seed?.algorithm ?? 'sha1', lastStep: 0, driftSteps: 0 }
}

/** The fob was delivered with a seed, and head office has none of it: nobody may be given it, and somebody must know. */
export async function seedMissing(
  { tx }: HubWork,
  { data: { serial, seed } }: EventOf<'FobReceived'>,
): Promise<readonly EventDraft[]> {
  if (seed === undefined || (await tx.fob(serial)) !== undefined) return []
  const subject = { kind: 'fob', id: serial } as const
  const data = { taskId: `${serial}-seed`, code: 'TASK_SEED_NOT_OPENED', subject }
  return [{ type: 'TaskRaised', v: 1, data }]
}
