/** The sealed seeds that arrive with 発行. They stay sealed; opening one here only shows that it will open. */
import type { EventOf } from '../domain/events.ts'
import type { Refusal } from '../domain/decide-types.ts'
import type { Seed } from '../domain/otp.ts'
import { refuse } from '../domain/refuse.ts'
import { wipe } from '../protocol/bytes.ts'
import { openSeed, type SeedBoxContext } from '../protocol/seed-box.ts'
import type { Hub, HubWork } from './hub.ts'
import type { Device } from './store/rows.ts'

/** Why an issuance's box cannot serve; null: it opens under this device, issuance, fob and key. */
export async function seedBoxObstacle(
  hub: Hub,
  device: Device,
  event: EventOf<'FobIssued'>,
): Promise<Refusal | null> {
  const { serial, keyId } = event.data
  if (event.box === undefined || keyId !== hub.keys.sealing.keyId) {
    return refuse('SEED_BOX_NOT_OPENED', { serial })
  }
  const opened = await withSeed(hub, contextOf(device, event), event.box, async () => true)
  return opened === 'notOpened' ? refuse('SEED_BOX_NOT_OPENED', { serial }) : null
}

/** Keeps the box and starts the fob's counters anew (rule 3: a new seed clears both), and says so to the desk. */
export async function recordSeedBox(
  work: HubWork,
  device: Device,
  event: EventOf<'FobIssued'>,
): Promise<void> {
  const { serial, issuanceId, algorithm, provenStep, driftSteps } = event.data
  if (event.box === undefined) throw new Error('an accepted issuance has its box')
  await work.tx.saveFob({
    serial,
    algorithm,
    box: event.box.slice(),
    boxContext: contextOf(device, event),
    lastStep: provenStep,
    driftSteps,
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

function contextOf(device: Device, { data }: EventOf<'FobIssued'>): SeedBoxContext {
  return {
    serial: data.serial,
    issuanceId: data.issuanceId,
    device: device.device,
    keyId: data.keyId,
  }
}
