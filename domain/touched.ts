/**
 * Which identifiers an event is about: the index behind a fob's history and the audit's search. Read off the
 * data by field name, so that a new event type is indexed without being listed here; `EVENT_ID_FIELDS` is
 * the vocabulary of the event schemas.
 */
const EVENT_ID_FIELDS: ReadonlySet<string> = new Set([
  'serial',
  'serials',
  'relatedSerial',
  'crossedWith',
  'missing',
  'surplus',
  'loginId',
  'loginIds',
  'actorLoginId',
  'contractNo',
  'applicationId',
  'requestId',
  'issuanceId',
  'transferId',
  'taskId',
  'lotNo',
  'staffNo',
  'askedBy',
])

const NONE: ReadonlySet<string> = new Set()
/** Made by the program and seen by nobody: they lead to nothing that another identifier does not lead to. */
const UNSEEN_ID_FIELDS: ReadonlySet<string> = new Set(['requestId', 'issuanceId', 'taskId'])

/** Every identifier in `data` that somebody could look for, each once, in the order met. */
export function searchedIds(data: unknown): readonly string[] {
  const found: string[] = []
  collect(data, false, found, UNSEEN_ID_FIELDS)
  return found
}

/** Every identifier in `data`, each once, in the order met. */
export function touchedIds(data: unknown): readonly string[] {
  const found: string[] = []
  collect(data, false, found, NONE)
  return found
}

function collect(value: unknown, isId: boolean, found: string[], without: ReadonlySet<string>): void {
  if (typeof value === 'string') {
    if (isId && value !== '' && !found.includes(value)) found.push(value)
  } else if (Array.isArray(value)) {
    // Lists of thousands (stocktake, transfer) would make `includes` quadratic: a set carries them.
    if (isId && value.length > 64) collectMany(value, found)
    else for (const item of value) collect(item, isId, found, without)
  } else if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) {
    for (const [name, field] of Object.entries(value)) {
      if (name === 'subject') collectSubject(field, found, without)
      else if (!without.has(name)) collect(field, EVENT_ID_FIELDS.has(name), found, without)
    }
  }
}

function collectMany(values: readonly unknown[], found: string[]): void {
  const known = new Set(found)
  for (const value of values) {
    if (typeof value !== 'string' || known.has(value)) continue
    known.add(value)
    found.push(value)
  }
}

/** A task's subject is `{ kind, id }`, a refused action's the identifier itself. */
function collectSubject(subject: unknown, found: string[], without: ReadonlySet<string>): void {
  if (typeof subject === 'object' && subject !== null && 'id' in subject)
    collect(subject.id, true, found, without)
  else collect(subject, true, found, without)
}
