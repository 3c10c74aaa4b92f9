/**
 * A record that head office refused becomes a task in words (ARCHITECTURE.md, Sync): one for each act of a person,
 * however many of its records were refused with it.
 */
import { z } from 'zod'
import { conflictTaskId } from '../../domain/conflicts/issued-twice.ts'
import type { EventDraft } from '../../domain/events.ts'
import { isRefusalCode, type RefusalCode } from '../../domain/refusals.ts'
import type { State, Task } from '../../domain/model.ts'
import type { OpenedEvent } from '../../protocol/envelope.ts'
import type { Store } from './store.ts'

const program = { by: null, signers: [] }

/** Asked again at every opening: the program may have ended between verdict and task. */
export async function raiseRefusedTasks(store: Store): Promise<void> {
  const { facts, sync } = store.projection
  const { device } = store.profile
  const drafts: EventDraft[] = []
  for (const { seq, code } of sync.refused) {
    const taskId = `refused-${device}-${seq}`
    // What it rests on was refused too, and has the task.
    if (code === 'DEPENDS_ON_REFUSED' || store.state.get('task', taskId) !== undefined) continue
    const refused = await ownEvent(store, seq)
    // The training branch's past is told, not lived: head office rightly refuses facts that only it may state.
    if (refused === undefined || refused.at < facts.openedAt) continue
    if (await toldByAnother(store, refused)) continue
    const subject = subjectOf(refused.data, store.state) ?? { kind: 'branch', id: facts.branchNo }
    const known: RefusalCode = code !== null && isRefusalCode(code) ? code : 'REFUSED_BY_HUB'
    drafts.push({ type: 'TaskRaised', v: 1, data: { taskId, code: known, subject } })
  }
  if (drafts.length > 0) await store.commit(drafts, program)
}

async function ownEvent(store: Store, seq: number): Promise<OpenedEvent | undefined> {
  const position = store.projection.events.positionOf(store.profile.device, seq)
  const [event] = position === undefined ? [] : await store.journal.eventsAt([position])
  return event
}

/** Whether another record of the same act has, or will have, the task if one is needed. */
async function toldByAnother(store: Store, refused: OpenedEvent): Promise<boolean> {
  switch (refused.type) {
    case 'IssuanceStarted':
      return endedInIssue(store, refused)
    case 'FobIssued': {
      // Head office has told the whole branch what to do with a fob that was issued twice.
      const { issuanceId } = writing.parse(refused.data)
      return store.state.get('task', conflictTaskId(issuanceId)) !== undefined
    }
    default:
      return followsDecision(store, refused)
  }
}

const writing = z.object({ serial: z.string(), issuanceId: z.string() })

/** 発行 has a verdict of its own, and its sentence says what becomes of the written fob. */
async function endedInIssue(store: Store, { device, data }: OpenedEvent): Promise<boolean> {
  const { serial, issuanceId } = writing.parse(data)
  const events = await store.journal.eventsAt(store.projection.events.touching(serial))
  return events.some(
    (event) =>
      event.device === device &&
      event.type === 'FobIssued' &&
      writing.parse(event.data).issuanceId === issuanceId,
  )
}

const decisions: ReadonlySet<string> = new Set(['ApprovalGiven', 'ApprovalSentBack', 'ApprovalDenied'])
const onRequest = z.object({ requestId: z.string() })

/** What a decision carries out is recorded right after it: where that was refused, this says nothing more. */
async function followsDecision(store: Store, { seq, type, data }: OpenedEvent): Promise<boolean> {
  const carried = onRequest.safeParse(data)
  if (!carried.success || decisions.has(type)) return false
  const { sync } = store.projection
  const { device } = store.profile
  for (let before = seq - 1; sync.refusalOf(device, before) !== null; before -= 1) {
    const event = await ownEvent(store, before)
    if (event === undefined || !decisions.has(event.type)) continue
    if (onRequest.parse(event.data).requestId === carried.data.requestId) return true
  }
  return false
}

const kinds = [
  ['applicationId', 'application'],
  ['serial', 'fob'],
  ['loginId', 'user'],
  ['contractNo', 'contract'],
] as const

/** What the refused event was about; a branch-wide one (policy, staff) concerns no single thing. */
function subjectOf(data: unknown, state: State): Task['subject'] | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  // A decision on a request is about what was asked for.
  const requestId: unknown = Reflect.get(data, 'requestId')
  const asked = typeof requestId === 'string' ? state.get('approval', requestId) : undefined
  return named(data) ?? (asked && named(asked.proposal))
}

function named(data: object): Task['subject'] | undefined {
  for (const [field, kind] of kinds) {
    const id: unknown = Reflect.get(data, field)
    if (typeof id === 'string') return { kind, id }
  }
  return listed(data)
}

/** Facts about several at once: the first stands for them. */
function listed(data: object): Task['subject'] | undefined {
  for (const [field, kind] of [
    ['serials', 'fob'],
    ['loginIds', 'user'],
  ] as const) {
    const list: unknown = Reflect.get(data, field)
    const id: unknown = Array.isArray(list) ? list[0] : undefined
    if (typeof id === 'string') return { kind, id }
  }
  return undefined
}
