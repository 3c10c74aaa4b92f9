/** The released bytes, as they lie in `corpus.json`, and what they fold to. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { evolve } from '../../domain/evolve.ts'
import { MemoryState } from '../../domain/memory-state.ts'
import type { AggregateKind, Aggregates } from '../../domain/model.ts'
import { journalledEvent } from '../../main/projection/parse-event.ts'
import { PART_NAMES, type OpenedEvent } from '../../protocol/envelope.ts'

export const FILE = join(import.meta.dirname, 'corpus.json')

const corpusSchema = z.strictObject({
  /** Of every aggregate that the events fold to. Another one: a rule changed what released facts mean. */
  digest: z.string(),
  events: z.array(
    z.strictObject({
      type: z.string(),
      v: z.int(),
      /** Base64 of the envelope and of its parts' salts and values. */
      bytes: z.string(),
      parts: z.array(z.strictObject({ name: z.enum(PART_NAMES), salt: z.string(), bytes: z.string() })),
    }),
  ),
})
export type Corpus = z.infer<typeof corpusSchema>
export type Golden = Corpus['events'][number]

export function readCorpus(): Corpus {
  return corpusSchema.parse(JSON.parse(readFileSync(FILE, 'utf8')))
}

const kinds = {
  contract: true,
  user: true,
  fob: true,
  application: true,
  approval: true,
  staff: true,
  task: true,
  transfer: true,
  issuance: true,
  mail: true,
  policy: true,
} as const satisfies Record<AggregateKind, true>

interface Folded {
  all<K extends AggregateKind>(kind: K): Iterable<Aggregates[K]>
}

/** Every aggregate, whatever the order in which they and their fields are kept. */
export function digestOf(state: Folded): string {
  const all = Object.keys(kinds).map((kind) =>
    [...state.all(kind as AggregateKind)].map((value) => JSON.stringify(value, sorted)).sort(),
  )
  return createHash('sha256').update(JSON.stringify(all)).digest('hex')
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

export function foldInMemory(events: readonly OpenedEvent[]): MemoryState {
  const state = new MemoryState()
  for (const event of events) state.apply(evolve(state, journalledEvent(event)))
  return state
}
