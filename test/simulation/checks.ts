/** What must hold of a healed town, against a model that folds head office's order on one thread. */
import { createHash } from 'node:crypto'
import { admit } from '../../domain/admit.ts'
import type { DeskEvent } from '../../domain/events.ts'
import { evolve } from '../../domain/evolve.ts'
import { isStopByIncident } from '../../domain/incident.ts'
import { isOpen, MemoryState } from '../../domain/memory-state.ts'
import { aggregateKinds, type AggregateKind } from '../../domain/model.ts'
import { branchesOf } from '../../domain/scope.ts'
import { readEvent } from '../../hub/read-event.ts'
import type { HubEntry } from '../../hub/store/rows.ts'
import { sameBytes } from '../../protocol/bytes.ts'
import { openEnvelope } from '../../protocol/envelope.ts'
import { HUB_DEVICE } from '../../protocol/hub-head.ts'
import { askedTwice, settledTasks } from './lists.ts'
import type { Town } from './town.ts'

/** What does not hold, and of what kinds the events were. */
export function checked(town: Town): { readonly faults: string[]; readonly kinds: string[] } {
  const entries = town.tables.entries.map((entry) => ({ entry, event: eventOf(entry) }))
  const whole = new MemoryState()
  const faults: string[] = []
  for (const { entry, event } of entries) {
    const wrong = entry.device === HUB_DEVICE ? null : wrongVerdict(whole, entry, event)
    if (wrong !== null) faults.push(wrong)
    if (entry.refusal === null) whole.apply(evolve(whole, event))
  }
  const tasks = settledTasks(town, entries)
  faults.push(
    ...notAcknowledged(town),
    ...notConverged(town, entries, whole),
    ...activeTwice(whole),
    ...askedTwice(whole),
    ...notStopped(whole),
    ...tasks.faults,
    ...town.desks.filter(({ unsent }) => unsent > 0).map(({ device }) => `${device} has unsent events`),
  )
  return {
    faults,
    kinds: [
      ...entries.flatMap(({ entry, event }) => (entry.refusal === null ? kindsOf(event) : ['refused'])),
      ...tasks.kinds,
    ],
  }
}

function kindsOf(event: DeskEvent): readonly string[] {
  return event.type === 'TaskRaised' ? [event.type, event.data.code] : [event.type]
}

/** Refusals that do not follow from the state and the event alone: who asks, what came with it, what went before. */
const beside: ReadonlySet<string> = new Set([
  'OTHER_BRANCH',
  'RECORD_OTHER_BRANCH',
  'SEED_BOX_NOT_OPENED',
  'DEPENDS_ON_REFUSED',
])

/** Head office must have decided as the rules do on the state before the event in its order. */
function wrongVerdict(
  state: MemoryState,
  { device, seq, refusal }: HubEntry,
  event: DeskEvent,
): string | null {
  const admitted = admit(state, event)
  if (admitted.ok ? refusal === null || beside.has(refusal) : refusal !== null) return null
  const should = admitted.ok ? 'be accepted' : `be refused with ${admitted.code}`
  return `${event.type} ${seq} of ${device} should ${should}: ${refusal ?? 'accepted'}`
}

export interface Ordered {
  readonly entry: HubEntry
  readonly event: DeskEvent
}

function eventOf({ event, device, seq }: HubEntry): DeskEvent {
  const opened = openEnvelope(event.bytes, event.parts)
  const read = opened.ok ? readEvent(opened.value) : opened
  if (!read.ok) throw new Error(`event ${seq} of ${device} does not read: ${read.code}`)
  return read.event
}

function notAcknowledged({ acknowledged, tables }: Town): string[] {
  return [...acknowledged].flatMap(([device, hashes]) => {
    const chain = [...tables.chains.values()].find(([first]) => first?.device === device) ?? []
    const lost = hashes.findIndex((hash, index) => !sameBytes(chain[index]?.hash ?? new Uint8Array(), hash))
    return lost < 0 ? [] : [`event ${lost + 1} of ${device} was acknowledged and is not at head office`]
  })
}

/** Every device of a branch has the branch's whole state, and head office has the same of what is the branch's. */
function notConverged(town: Town, entries: readonly Ordered[], whole: MemoryState): string[] {
  const faults: string[] = []
  const byPlace = new Map(entries.map(({ entry, event }) => [`${entry.device}/${entry.seq}`, event]))
  for (const { branchNo, desks } of town.branches) {
    const told = new MemoryState()
    for (const { entry, event } of entries) {
      if (entry.branchNo !== branchNo || entry.device !== HUB_DEVICE) continue
      told.apply(evolve(told, event))
      if (event.type !== 'EventsRelayed') continue
      for (const { seq } of event.data.events) {
        const original = byPlace.get(`${event.data.device}/${seq}`)
        if (original === undefined) throw new Error(`no event ${seq} of ${event.data.device}`)
        told.apply(evolve(told, original))
      }
    }
    const model = contents(told)
    for (const desk of desks) {
      if (desk.retired) continue
      faults.push(...differences(`${desk.device} of ${branchNo}`, contents(desk.state), model))
    }
    faults.push(...differences(`branch ${branchNo} against head office`, ...inScope(branchNo, told, whole)))
  }
  return faults
}

const kinds: readonly AggregateKind[] = aggregateKinds.filter((kind) => kind !== 'policy')

/** The digest of every record, by kind and identifier. */
function contents(
  state: MemoryState,
  which: (kind: AggregateKind, id: string) => boolean = () => true,
): Map<string, string> {
  const found = new Map<string, string>()
  for (const { kind, id, value } of state.held()) {
    if (value === null || !kinds.includes(kind) || !which(kind, id)) continue
    found.set(`${kind} ${id}`, inKeyOrder(value))
  }
  return found
}

/** The same for two records with the same fields, in whatever order they were written. */
function inKeyOrder(record: unknown): string {
  return JSON.stringify(record, (_key, value: unknown) =>
    typeof value !== 'object' || value === null || Array.isArray(value)
      ? value
      : Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))),
  )
}

/** One digest decides; only where two differ the records are told. */
function differences(who: string, here: Map<string, string>, there: Map<string, string>): string[] {
  if (digest(here) === digest(there)) return []
  const names = [...new Set([...here.keys(), ...there.keys()])].filter(
    (name) => here.get(name) !== there.get(name),
  )
  return names
    .slice(0, 3)
    .map((name) => `${who}: ${name}\n    ${here.get(name) ?? 'none'}\n    ${there.get(name) ?? 'none'}`)
}

function digest(records: Map<string, string>): string {
  const hash = createHash('sha256')
  for (const [name, value] of [...records].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${name} ${value}\n`)
  return hash.digest('hex')
}

/**
 * What need not have come with a customer or fob from another branch: applications that were ended there, requests
 * about anything else, mails.
 */
function stays(state: MemoryState, branchNo: string, name: string): boolean {
  const [kind, id = ''] = name.split(' ')
  // A mail's number says that it was used, to the branch that used it.
  if (kind === 'mail') return true
  const request = kind === 'approval' ? state.get('approval', id) : undefined
  if (kind === 'approval' && (request?.status !== 'waiting' || !('applicationId' in request.proposal)))
    return true
  const applicationId =
    request !== undefined && 'applicationId' in request.proposal
      ? request.proposal.applicationId
      : kind === 'issuance'
        ? state.get('issuance', id)?.applicationId
        : id
  const application = applicationId === undefined ? undefined : state.get('application', applicationId)
  // Of an application's issuances only the one that counts, or is running, comes with it.
  if (kind === 'issuance' && application?.issuanceId !== id && application?.issuing?.issuanceId !== id)
    return true
  return application !== undefined && application.branchNo !== branchNo && !isOpen(application)
}

/** What is the branch's, by either's books: as it is there, and as it is at head office. */
function inScope(
  branchNo: string,
  told: MemoryState,
  whole: MemoryState,
): [Map<string, string>, Map<string, string>] {
  const concerns = (state: MemoryState) => (kind: AggregateKind, id: string) =>
    kind === 'staff' ? id.startsWith(branchNo) : branchesOf(state, kind, id).includes(branchNo)
  const atHub = contents(whole, concerns(whole))
  const here = contents(told, (kind, id) => atHub.has(`${kind} ${id}`) || concerns(told)(kind, id))
  for (const name of atHub.keys()) {
    // A customer comes with what is open: what was done before stays in the books of the branch that did it.
    if (!here.has(name) && stays(whole, branchNo, name)) atHub.delete(name)
  }
  return [here, atHub]
}

/** Two issuances of one fob must never both be in somebody's use. */
function activeTwice(state: MemoryState): string[] {
  const bySerial = new Map<string, Set<string>>()
  for (const user of state.all('user')) {
    if (user.otp.status !== 'inService' || user.otp.tie.serial === null) continue
    const issuanceId = state.get('application', user.otp.tie.applicationId)?.issuanceId
    // 共有 and 再利用 make no issuance: they follow the one that is there.
    if (typeof issuanceId !== 'string') continue
    const issuances = bySerial.get(user.otp.tie.serial) ?? new Set()
    bySerial.set(user.otp.tie.serial, issuances.add(issuanceId))
  }
  return [...bySerial]
    .filter(([, issuances]) => issuances.size > 1)
    .map(([serial, issuances]) => `${serial} is active for ${[...issuances].join(' and ')}`)
}

/** A 事故届 stops the fob for all its users, whoever of them its PC knew (rule 6). */
function notStopped(state: MemoryState): string[] {
  return [...state.all('fob')].flatMap(({ serial, incident, loginIds }) =>
    loginIds
      .filter((loginId) => {
        const stops = state.get('user', loginId)?.stops ?? []
        return incident !== null && !stops.some((stop) => isStopByIncident(stop, serial))
      })
      .map((loginId) => `${loginId} is not stopped, and ${serial} is under 事故届`),
  )
}
