import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JoinedTexts, type Match, type MatchRank } from '../../../main/projection/joined-texts.ts'

type Texts = ReadonlyMap<string, string>

/** As the database gives them: without the empty ones. */
function joined(texts: Texts): JoinedTexts {
  const lines = [...texts].filter(([, text]) => text !== '')
  return new JoinedTexts(() => ({
    lines: lines.length,
    ids: lines.map(([id]) => id).join('\n'),
    texts: lines.map(([, text]) => text).join('\n'),
  }))
}

/** What `find` promises, one rank after another over every text; changed ones stand before the others. */
function model(texts: Texts, changed: Texts, needle: string, limit: number): Match[] {
  const others = [...texts].filter(([id]) => !changed.has(id))
  const all = needle === '' ? [] : [...changed, ...others]
  const rankOf = (text: string): MatchRank | undefined => {
    if (text === needle) return 'exact'
    if (text.startsWith(needle)) return 'prefix'
    return text.includes(needle) ? 'part' : undefined
  }
  const ranks = ['exact', 'prefix', 'part'] as const
  return ranks
    .flatMap((rank) => all.filter(([, text]) => rankOf(text) === rank).map(([id]) => ({ id, rank })))
    .slice(0, limit)
}

const text = (minLength: number) =>
  fc.string({ unit: fc.constantFrom('a', 'b', 'サ'), minLength, maxLength: 4 })
const texts = fc
  .array(text(0), { maxLength: 30 })
  .map((all): Texts => new Map(all.map((one, at) => [`id${at}`, one])))

describe('joined texts', () => {
  it('finds exact matches, then beginnings, then parts, each in order, whatever is asked and has changed', () => {
    const changes = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), text(0)), { maxLength: 6 })
    fc.assert(
      fc.property(texts, changes, text(0), fc.integer({ min: 1, max: 8 }), (before, later, needle, limit) => {
        const found = joined(before)
        found.prepare()
        const changed = new Map<string, string>()
        for (const [number, now] of later) {
          found.change(`id${number}`, now)
          changed.set(`id${number}`, now)
        }
        expect(found.find(needle, limit)).toEqual(model(before, changed, needle, limit))
      }),
      { numRuns: 500 },
    )
  })

  it('finds an exact match behind more beginnings and parts than were asked for', () => {
    const parts = Array.from({ length: 20 }, (_, at): [string, string] => [`p${at}`, `xab${at}`])
    const beginnings = Array.from({ length: 20 }, (_, at): [string, string] => [`b${at}`, `ab${at}`])
    const found = joined(new Map([...parts, ...beginnings, ['e', 'ab']])).find('ab', 3)
    expect(found).toEqual([
      { id: 'e', rank: 'exact' },
      { id: 'b0', rank: 'prefix' },
      { id: 'b1', rank: 'prefix' },
    ])
  })

  it('finds nothing for what no line can hold', () => {
    const found = joined(new Map([['a', 'ab']]))
    expect(found.find('', 5)).toEqual([])
    expect(found.find('a\nb', 5)).toEqual([])
    expect(joined(new Map()).find('a', 5)).toEqual([])
  })
})
