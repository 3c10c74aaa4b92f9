/** 他店取扱, the 事故届: decided on the home branch's state and recorded in its chain (rule 6, docs/adr/034). */
import { reportIncidentElsewhere } from '../../domain/decide/elsewhere.ts'
import type { Context } from '../../domain/decide-types.ts'
import { stoppedByIncident } from '../../domain/decide/unlocking.ts'
import type { Contract, Fob, State } from '../../domain/model.ts'
import { findFob } from '../../domain/decide/lookup.ts'
import { isRefusal, refuse } from '../../domain/refuse.ts'
import { hex } from '../../protocol/bytes.ts'
import type { HeadOfficeInput, HeadOfficeOutput } from '../../protocol/head-office.ts'
import { callerOf, type Caller } from '../acting-staff.ts'
import { policyOf } from '../branch-state.ts'
import { withHub, type Hub, type HubWork } from '../hub.ts'
import { actingStaffOf, branchNameOf } from './look-up.ts'
import { takeOne } from './quota.ts'

type Output = HeadOfficeOutput<'reportIncident'>

export function reportIncident(hub: Hub, input: HeadOfficeInput<'reportIncident'>): Promise<Output> {
  return withHub(hub, async (work) => {
    const caller = await callerOf(work, input)
    if (isRefusal(caller)) return caller
    const fob = findFob(work.state, input.serial)
    if (isRefusal(fob)) return fob
    const { serial } = fob
    const home = fob.contractNo === null ? undefined : work.state.get('contract', fob.contractNo)
    if (home === undefined) return refuse('INCIDENT_NO_CONTRACT', { serial })
    if (home.branchNo === caller.branchNo) return refuse('ELSEWHERE_OWN_BRANCH')
    // The answer was lost, or a colleague asks: it is the same stop.
    if (fob.incident?.elsewhere?.branchNo === caller.branchNo) return stopped(work, serial, home, true)
    const { kind, channel, reportedBy, memo } = input
    const command = { type: 'reportIncident', serial, kind, channel, reportedBy, memo } as const
    const decision = reportIncidentElsewhere(
      command,
      work.stateOf(home.branchNo),
      contextFor(work, caller, home.branchNo),
      actingStaffOf(caller),
    )
    if (!decision.ok) return decision
    const taken = await takeOne(work, caller, 'reports')
    if (isRefusal(taken)) return taken
    for (const draft of decision.events) await work.record(home.branchNo, draft)
    await recordHere(work, caller, home, serial)
    return stopped(work, serial, home, false)
  })
}

/** As the home branch decides: its policy, head office's time. Whoever acts is somebody of another branch. */
function contextFor({ hub, state }: HubWork, { actor }: Caller, branchNo: string): Context {
  return {
    now: hub.now(),
    actor,
    shoulderOf: null,
    reauthenticated: false,
    branchNo,
    policy: policyOf(state, branchNo),
    id: hex(hub.random(16)),
    clock: { offsetMs: 0, measuredAt: hub.now(), stepSeen: false, permitted: false },
  }
}

/** What its people did for another branch, in the acting branch's own record. */
function recordHere(
  work: HubWork,
  { branchNo, actor }: Caller,
  { contractNo, branchNo: home }: Contract,
  serial: Fob['serial'],
): Promise<void> {
  const contracts = [{ contractNo, branchNo: home }]
  const data = { act: 'incident' as const, query: null, contracts, serial }
  return work.record(branchNo, { type: 'CustomerServedElsewhere', v: 1, data }, actor.staffNo)
}

async function stopped(
  { state, tx }: HubWork,
  serial: string,
  { contractNo, branchNo }: Contract,
  again: boolean,
): Promise<Output> {
  const at = state.get('fob', serial)?.incident?.at
  if (at === undefined) throw new Error(`the incident of ${serial} was recorded and is not there`)
  const users = stoppedByIncident(state, serial).map((loginId) => ({ loginId, name: nameOf(state, loginId) }))
  const branchName = await branchNameOf(tx, branchNo)
  return { ok: true, serial, contractNo, branchNo, branchName, users, at, again }
}

function nameOf(state: State, loginId: string): string {
  return state.get('user', loginId)?.name ?? ''
}
