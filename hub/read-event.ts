import type { Refusal } from '../domain/decide-types.ts'
import { eventSchemas, type DeskEvent, type EventType } from '../domain/events.ts'
import { refuse } from '../domain/refuse.ts'
import type { OpenedEvent } from '../protocol/envelope.ts'

/**
 * The fact in an envelope, its data checked against the schema of its type and version. A kind that this
 * program does not know is EVENT_UNKNOWN (it must be updated), anything else EVENT_MALFORMED.
 */
export function readEvent(opened: OpenedEvent): { readonly ok: true; readonly event: DeskEvent } | Refusal {
  const { type, v, seq } = opened
  if (!isEventType(type) || eventSchemas[type].v !== v)
    return refuse('EVENT_UNKNOWN', { type: `${type} ${v}` })
  const schema = eventSchemas[type]
  const data = schema.data.safeParse(opened.data)
  const personal = 'personal' in opened ? schema.personal?.safeParse(opened.personal) : null
  if (!data.success || personal === undefined || personal?.success === false) {
    return refuse('EVENT_MALFORMED', { seq })
  }
  if (opened.box !== undefined && type !== 'FobIssued' && type !== 'FobReceived')
    return refuse('EVENT_MALFORMED', { seq })
  const { id, realm, device, at, by } = opened
  const event = {
    type,
    v,
    data: data.data,
    ...(personal === null ? {} : { personal: personal.data }),
    ...(opened.box === undefined ? {} : { box: opened.box }),
    meta: { id, realm, device, seq, at, by },
  }
  // The schemas of this very type were applied; the compiler cannot follow that through the lookup.
  return { ok: true, event: event as DeskEvent }
}

function isEventType(type: string): type is EventType {
  return Object.hasOwn(eventSchemas, type)
}
