/** Every released event can be read for ever: the bytes in the journals of the branches are these. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { eventSchemas } from '../../domain/events.ts'
import { checkEvent } from '../../main/projection/parse-event.ts'
import { loadProjections } from '../../main/projection/sqlite.ts'
import { deviceChainOrigin } from '../../protocol/chain.ts'
import { hex } from '../../protocol/bytes.ts'
import { digestOf, foldInMemory, readCorpus } from './corpus.ts'
import { openGolden } from './open-golden.ts'

const RELEASED = 'released bytes never change; another shape is a new version of the type, with an upcaster'

const { digest, events } = readCorpus()
const opened = events.map(openGolden)

test('every type and version of this program is in the corpus', () => {
  const recorded = new Set(events.map(({ type, v }) => `${type} ${v}`))
  const missing = Object.entries(eventSchemas)
    .map(([type, { v }]) => `${type} ${v}`)
    .filter((name) => !recorded.has(name))
  expect(missing, 'add them to drafts.ts and run `node test/golden/record.ts`').toEqual([])
})

test.each(opened.map((event, index) => ({ event, index, name: `${index + 1} ${event.type}` })))(
  'is read as it was written: $name',
  ({ event, index }) => {
    const golden = events[index]
    expect({ type: event.type, v: event.v }, RELEASED).toEqual({ type: golden?.type, v: golden?.v })
    expect(() => expect(checkEvent(event)).toBe(true), RELEASED).not.toThrow()
    const before = opened[index - 1]?.hash ?? deviceChainOrigin('training', 'desk-1').hash
    expect(hex(event.prev), `the chain is broken: ${RELEASED}`).toBe(hex(before))
  },
)

test('folds to what it always folded to, in memory and in the projection', async () => {
  expect(
    digestOf(foldInMemory(opened)),
    `released facts mean something else now; if that is meant, raise PROJECTOR_VERSION and run record.ts. ${RELEASED}`,
  ).toBe(digest)
  const projection = (await loadProjections(readFileSync('node_modules/sql.js/dist/sql-wasm.wasm')))({
    realm: 'training',
    device: 'desk-1',
  })
  projection.apply(opened, 'own')
  expect(digestOf(projection), 'the projection folds otherwise than the rules').toBe(digest)
  projection.close()
})

test('the digest sees every aggregate: one event less is another one', () => {
  const last = opened.findLastIndex(({ type }) => type === 'StocktakeRecorded' || type === 'TaskSettled')
  expect(digestOf(foldInMemory(opened.toSpliced(last, 1)))).not.toBe(digest)
})
