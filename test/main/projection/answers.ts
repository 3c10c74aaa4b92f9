/** What can be asked of a projection, for comparing two. */
import { aggregateKinds } from '../../../domain/model.ts'
import { custodyPlace } from '../../../domain/vocabulary.ts'
import type { Projection } from '../../../main/projection/projection.ts'
import { noFilter } from '../../../renderer/inventory/filter.ts'
import { contractNo, serialOf } from './events.ts'
import { CONTRACTS } from './procedures.ts'

const everywhere = Array.from({ length: CONTRACTS }, (_, n) => n)

/** All that follows from the records. */
export function recordAnswers(projection: Projection): Record<string, unknown> {
  const { state, tables, counters, customers } = projection
  return {
    records: aggregateKinds.map((kind) => [...projection.all(kind)]),
    policy: state.policy(),
    chips: everywhere.map((n) => state.serialOfChip(state.get('fob', serialOf(n))?.chipSerial ?? '')),
    open: everywhere.map((n) => state.openApplications(contractNo(n))),
    waiting: state.waitingApprovals(),
    places: custodyPlace.options.map((place) => state.serialsIn('012', place)),
    fobsOf: everywhere.map((n) => projection.fobsOf(contractNo(n))),
    inventory: tables.fobPage(noFilter, 0, 50),
    applications: tables.applications([], '', 50),
    stopped: tables.stoppedContracts(),
    users: tables.waitingUsers(0),
    tasks: tables.openTasks(),
    started: tables.startedIssuances(),
    decided: tables.decidedApprovals(50),
    // In which order the keys were first met is no part of the answer.
    counters: Object.entries(counters.kept()).map(([name, tally]) => [
      name,
      Array.isArray(tally) ? tally.map((entry) => JSON.stringify(entry)).sort() : tally,
    ]),
    // Among equals what changed lately stands first: the order is not part of the answer.
    found: ['1', 'カ', '株式', '000'].map((text) =>
      customers
        .find(text, 1000)
        .map((match) => JSON.stringify(match))
        .sort(),
    ),
  }
}

/** All that can be asked of a projection. */
export function answers(projection: Projection): Record<string, unknown> {
  const { events, facts, sync } = projection
  return {
    ...recordAnswers(projection),
    histories: everywhere.map((n) => events.touching(serialOf(n))),
    audit: [...events.find({ text: '', type: null, staffNo: null })],
    byStaff: [...events.find({ text: '', type: null, staffNo: '1001' })],
    parts: [...events.find({ text: '000', type: null, staffNo: null })],
    position: events.positionOf('desk-1', 3),
    facts: facts.kept(),
    sync: sync.kept(),
    outbox: sync.ownEvents(sync.receivedThrough, 10_000),
  }
}
