/** Records of the state as bytes, in pieces small enough that a request never waits long for one. */
import { setImmediate as turn } from 'node:timers/promises'
import { promisify } from 'node:util'
import { deflate, inflate } from 'node:zlib'
import { z } from 'zod'
import type { MemoryState } from '../../domain/memory-state.ts'
import { aggregateKinds, type Change, type RecordChange } from '../../domain/model.ts'

const deflated = promisify(deflate)
const inflated = promisify(inflate)

/** Characters made without giving way to other work: a hundred records or two. */
const TURN_CHARACTERS = 64 * 1024
/** Of one chunk before it is deflated. */
const CHUNK_CHARACTERS = 512 * 1024

const stored = z.array(z.tuple([z.enum(aggregateKinds), z.string(), z.looseObject({})]))

/** The records in chunks, each deflated. Other work runs between the pieces of one. */
export async function* chunksOf(records: Iterable<RecordChange>): AsyncGenerator<Uint8Array> {
  let texts: string[] = []
  let [characters, sinceTurn] = [0, 0]
  for (const { kind, id, value } of records) {
    const text = JSON.stringify([kind, id, value])
    texts.push(text)
    characters += text.length
    sinceTurn += text.length
    if (characters >= CHUNK_CHARACTERS) {
      yield await packed(texts)
      texts = []
      characters = 0
      sinceTurn = 0
    } else if (sinceTurn >= TURN_CHARACTERS) {
      sinceTurn = 0
      await turn()
    }
  }
  if (texts.length > 0) yield packed(texts)
}

async function packed(texts: readonly string[]): Promise<Uint8Array> {
  // Fast rather than small: it is written often and read seldom.
  return deflated(Buffer.from(`[${texts.join(',')}]`), { level: 1 })
}

/** Puts a chunk's records into the state. @throws Error for anything but what `chunksOf` made */
export async function applyChunk(state: MemoryState, chunk: Uint8Array): Promise<void> {
  const records = stored.parse(JSON.parse((await inflated(chunk)).toString('utf8')))
  // Sealed by a hub whose rules are these (`fold-version.ts`): the values are those of their kinds.
  state.apply(records.map(([kind, id, value]) => ({ kind, id, value }) as unknown as Change))
}
