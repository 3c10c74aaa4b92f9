/**
 * The sealed seeds that arrive with 発行, or with the delivery of fobs seeded at the factory. They stay sealed;
 * opening one here only shows that it will open.
 */
import type { EventOf } from '../domain/events.ts'
import type { Refusal } from '../domain/decide-types.ts'
import type { Seed } from '../domain/otp.ts'
import { refuse } from '../domain/refuse.ts'
import { wipe } from '../protocol/bytes.ts'
import { openSeed, type SeedBoxContext } from '../protocol/seed-box.ts'
import type { Hub, HubWork } from './hub.ts'
import type { Device, FobVerification } from './store/rows.ts'

/** Why an issuance has no seed that can serve; null: it has one here. */
export async function seedBoxObstacle(
  { hub, state, tx }: HubWork,
  device: Device,
  event: EventOf<'FobIssued'>,
): Promise<Refusal | null> {
  const { serial } = event.data
  if (event.box === undefined && state.get('fob', serial)?.seed.state === 'factory') {
    // Nothing was written: the seed must have come with the delivery.
    return (await tx.fob(serial)) === undefined ? refuse('SEED_BOX_NOT_OPENED', { serial }) : null
  }
  return (await opens(hub, device, event)) ? null : refuse('SEED_BOX_NOT_OPENED', { serial })
}

/**
 * Whether a delivered fob brings a seed that counts. Where the fob or a seed of it is known already, the first
 * stands: a second delivery note must not exchange the seed of a fob in service.
 */
export async function bringsSeed(
  { hub, state, tx }: HubWork,
  device: Device,
  event: EventOf<'FobReceived'>,
): Promise<boolean> {
  const { serial, factorySeeded } = event.data
  if (!factorySeeded || state.get('fob', serial) !== undefined) return false
  return (await tx.fob(serial)) === undefined && opens(hub, device, event)
}

/** Under this device, issuance or import, fob and key. */
async function opens(hub: Hub, device: Device, event: SeedBearer): Promise<boolean> {
  const context = contextOf(device, event)
  if (event.box === undefined || context?.keyId !== hub.keys.sealing.keyId) return false
  return (await withSeed(hub, context, event.box, async () => true)) !== 'notOpened'
}

/** Keeps the box and starts the fob's counters anew (rule 3: a new seed clears both), and says so to the desk. */
export async function recordSeedBox(work: HubWork, device: Device, event: SeedBearer): Promise<void> {
  const { serial } = event.data
  const boxContext = contextOf(device, event)
  if (event.box === undefined || boxContext === undefined) throw new Error('what brings a seed has its box')
  const { issuanceId } = boxContext
  await work.tx.saveFob({
    serial,
    ...startOf(event),
    box: event.box.slice(),
    boxContext,
    wrongInRow: 0,
    longRun: [],
    reserved: null,
  })
  await work.record(device.branchNo, { type: 'SeedBoxReceived', v: 1, data: { issuanceId, serial } })
}

/** Opens a box for as long as `use` runs and wipes the seed after it. */
export async function withSeed<T>(
  hub: Hub,
  context: SeedBoxContext,
  box: Uint8Array,
  use: (seed: Seed) => Promise<T>,
): Promise<T | 'notOpened'> {
  const opened = await openSeed(hub.keys.sealing.privateKey, context, box)
  if (!opened.ok) return 'notOpened'
  try {
    return await use(opened.value)
  } finally {
    wipe(opened.value)
  }
}

type SeedBearer = EventOf<'FobIssued'> | EventOf<'FobReceived'>

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
