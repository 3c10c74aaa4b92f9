/** A projector for tests of the keeper: a snapshot is the list of the events, and restoring folds them. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Projector } from '../../../main/keeper/jobs.ts'
import { loadProjections } from '../../../main/projection/sqlite.ts'
import { decodeCbor, encodeCbor } from '../../../protocol/cbor.ts'
import { openEnvelope, type OpenedEvent } from '../../../protocol/envelope.ts'
import type { Keeping } from '../desk/world.ts'

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array)
const part = z.tuple([z.enum(['personal', 'box']), bytes, bytes])
const list = z.array(z.tuple([bytes, z.array(part)]))

function eventsOf(snapshot: Uint8Array): OpenedEvent[] {
  const decoded = decodeCbor(snapshot, { maxBytes: 2 ** 30 })
  if (!decoded.ok) throw new Error(decoded.detail)
  return list.parse(decoded.value).map(([event, parts]) => {
    const opened = openEnvelope(
      event,
      parts.map(([name, salt, value]) => ({ name, salt, bytes: value })),
    )
    if (!opened.ok) throw new Error(opened.detail)
    return opened.value
  })
}

const projector: Projector = {
  version: 0,
  open: async (_of, snapshot) => {
    const events = snapshot === undefined ? [] : eventsOf(snapshot)
    return {
      // Copies: the bytes of a commit are views of a buffer that is used again.
      apply: (applied) => void events.push(...structuredClone(applied)),
      export: () =>
        encodeCbor(
          events.map((event) => [
            event.bytes,
            event.parts.map(({ name, salt, bytes: value }) => [name, salt, value]),
          ]),
        ),
      close: () => undefined,
    }
  },
}

export async function eventList(): Promise<Keeping> {
  const createProjection = await loadProjections(readFileSync('node_modules/sql.js/dist/sql-wasm.wasm'))
  return {
    projector,
    restore: (of, snapshot) => {
      const projection = createProjection(of)
      projection.apply(eventsOf(snapshot), 'own')
      return projection
    },
  }
}

/** All that such a snapshot says. */
export function textOf(snapshot: Uint8Array): string {
  return eventsOf(snapshot)
    .map(({ data, personal }) => JSON.stringify([data, personal]))
    .join('\n')
}
