import { PGlite } from '@electric-sql/pglite'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { numbers, texts } from '../../../../hub/store/sql/prepared.ts'

let pglite: PGlite
beforeAll(async () => {
  pglite = await PGlite.create()
}, 60_000)
afterAll(() => pglite.close())

const asked = async (list: string, type: 'int8' | 'text'): Promise<unknown> => {
  const { rows } = await pglite.query<{ list: unknown }>(`select to_json($1::text::${type}[]) as list`, [
    list,
  ])
  return rows[0]?.list
}

it('lists of numbers arrive as they were', async () => {
  for (const list of [[], [null], [1, null, -3, 1_800_000_000_000]]) {
    expect(await asked(numbers(list), 'int8')).toEqual(list)
  }
})

it('lists of texts arrive as they were, whatever stands in them', async () => {
  // PostgreSQL knows no character 0.
  const text = fc.string({ unit: 'binary' }).map((some) => some.replaceAll('\0', ''))
  const list = fc.array(fc.oneof(text, fc.constantFrom(null, '', 'null', '{}', '"', '\\', '\\"', ',', ' a ')))
  await fc.assert(
    fc.asyncProperty(list, async (some) => {
      expect(await asked(texts(some), 'text')).toEqual(some)
    }),
  )
})
