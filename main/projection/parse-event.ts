/** From the journal's opened envelope to the typed fact that the rules fold. */
import { eventSchemas, type DeskEvent, type EventType } from '../../domain/events.ts'
import type { OpenedEvent } from '../../protocol/envelope.ts'

/** An event this program does not know: the store was written by a newer one (更新が必要). */
export class EventUnknown extends Error {
  override readonly name = 'EventUnknown'
  /** What a person is told (`storeFailure`). */
  readonly code = 'STORE_NEWER'
  readonly where: string

  constructor(type: string, v: number) {
    super(`${type} version ${v}`)
    this.where = this.message
  }
}

function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventSchemas, type)
}

/**
 * An event out of this desk's own journal. Its shape was checked when it entered (`checkEvent`), and the
 * journal authenticates every byte since; parsing a million events again would take a cold start beyond its
 * ten seconds. Throws `EventUnknown`.
 */
export function journalledEvent(opened: OpenedEvent): DeskEvent {
  const { type, v, data, personal, box } = opened
  if (!isEventType(type) || eventSchemas[type].v !== v) throw new EventUnknown(type, v)
  const { id, realm, device, seq, at, by } = opened
  return {
    type,
    v,
    data,
    ...(personal === undefined ? {} : { personal }),
    ...(box === undefined ? {} : { box }),
    meta: { id, realm, device, seq, at, by },
    // The journal's bytes were parsed by the schemas of this very type before they were written.
  } as DeskEvent
}

/**
 * Checks an event against its schema before it enters the journal. false: a kind that this program does not
 * know. Throws a ZodError for a known kind of another shape.
 */
export function checkEvent(event: {
  readonly type: string
  readonly v: number
  readonly data: unknown
  readonly personal?: unknown
}): boolean {
  const { type, v, data, personal } = event
  if (!isEventType(type) || eventSchemas[type].v !== v) return false
  const schema = eventSchemas[type]
  schema.data.parse(data)
  if (personal !== undefined) {
    if (schema.personal === undefined) throw new TypeError(`${type} has no personal part`)
    schema.personal.parse(personal)
  }
  return true
}
