import { admit } from '../domain/admit.ts'
import { buildsOn, madeBy } from '../domain/conflicts/depends.ts'
import { otherBranchObstacle } from '../domain/conflicts/own-branch.ts'
import type { Refusal } from '../domain/decide-types.ts'
import type { DeskEvent } from '../domain/events.ts'
import type { RefusalCode } from '../domain/refusals.ts'
import { refuse } from '../domain/refuse.ts'
import { branchObstacle } from './branch-scope.ts'
import type { Hub, HubWork } from './hub.ts'
import { seedOfDelivery, seedOfIssuance, type ReceivedSeed } from './seed-boxes.ts'
import type { Device } from './store/rows.ts'

export interface Verdict {
  /** null: accepted. */
  readonly refusal: RefusalCode | null
  /** What it brings, and what is to be kept. */
  readonly seed: ReceivedSeed
}

/** What head office holds of an event that has just been read: scope, the rules, and the sealed seed. */
export async function verdictOn(work: HubWork, device: Device, event: DeskEvent): Promise<Verdict> {
  const foreign = branchObstacle(event, device.branchNo)
  if (foreign !== null) return { refusal: foreign.code, seed: null }
  const told = isToldPast(work.hub, device, event)
  const refusal = told ? null : await ruleAgainst(work, device, event)
  if (refusal !== null) return { refusal: refusal.code, seed: null }
  // A delivery happened, whatever is in the box; without a seed that opens the fob is never dispatched.
  if (event.type === 'FobReceived') return { refusal: null, seed: await seedOfDelivery(work, device, event) }
  if (event.type !== 'FobIssued') return { refusal: null, seed: null }
  const brought = await seedOfIssuance(work, device, event)
  if (brought.ok) return { refusal: null, seed: brought.seed }
  return { refusal: told ? null : brought.code, seed: null }
}

async function ruleAgainst(work: HubWork, device: Device, event: DeskEvent): Promise<Refusal | null> {
  const state = work.stateOf(device.branchNo)
  const foreign = otherBranchObstacle(state, event, device.branchNo)
  if (foreign !== null) return foreign
  for (const id of buildsOn(event)) {
    if ((await work.tx.document('refusedMade', refusedName(device, id))) !== undefined) {
      return refuse('DEPENDS_ON_REFUSED')
    }
  }
  const admitted = admit(state, event)
  return admitted.ok ? null : admitted
}

/** So that what the device built on it later is refused too, in whichever push it comes. */
export async function rememberRefused(work: HubWork, device: Device, event: DeskEvent): Promise<void> {
  const { seq } = event.meta
  for (const id of madeBy(event)) await work.tx.saveDocument('refusedMade', refusedName(device, id), { seq })
}

const refusedName = ({ device }: Device, id: string): string => `${device} ${id}`

/** Clocks may differ by as much without anything counting as past. */
const PAST_MS = 6 * 3_600_000

/**
 * 研修 only: the training branch's past was not lived on this PC but is told once, after its enrolment, with
 * what only head office could have decided then and without seeds. A real branch has no such past.
 */
function isToldPast({ realm }: Hub, device: Device, { meta }: DeskEvent): boolean {
  return realm === 'training' && meta.at < device.enrolledAt - PAST_MS
}
