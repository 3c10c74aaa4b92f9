import { expect, test } from 'vitest'
import * as domain from '../../domain/vocabulary.ts'
import { eventSchemas } from '../../domain/events.ts'
import { vocabulary } from '../../renderer/i18n/vocabulary.ts'
import { eventNames } from '../../domain/event-names.ts'

test('every member of every set has a word in both languages, and no word is left over', () => {
  for (const [set, words] of Object.entries(vocabulary)) {
    const schema = domain[set as keyof typeof vocabulary]
    expect(Object.keys(words).sort(), set).toEqual([...schema.options].sort())
    for (const { ja, en } of Object.values(words)) {
      expect(ja).not.toBe('')
      expect(en).not.toBe('')
    }
  }
})

test('two members of a set never read alike', () => {
  for (const [set, words] of Object.entries(vocabulary)) {
    const shown = Object.values(words).map(({ ja }: { ja: string }) => ja)
    expect(new Set(shown).size, set).toBe(shown.length)
  }
})

test('every recorded event has a name', () => {
  expect(Object.keys(eventNames).sort()).toEqual(Object.keys(eventSchemas).sort())
})

/** Loads every folder's catalogue; `defineWords` keeps both languages in one typed call. */
interface Catalogue {
  readonly folder: string
  readonly ja: Record<string, string>
  readonly en: Record<string, string>
}
const catalogues = Object.values(
  import.meta.glob<Record<string, unknown>>('../../renderer/*/*words.ts', { eager: true }),
).flatMap((module) => Object.values(module).filter(isCatalogue))

function isCatalogue(exported: unknown): exported is Catalogue {
  return typeof exported === 'object' && exported !== null && 'folder' in exported
}

test('no two folders register under one name', () => {
  const folders = catalogues.map(({ folder }) => folder)
  expect(folders.length).toBeGreaterThan(10)
  expect(new Set(folders).size).toBe(folders.length)
})

test('a word has the same blanks to fill in both languages', () => {
  const blanks = (word: string) => [...word.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()
  for (const words of catalogues) {
    for (const [key, ja] of Object.entries(words.ja)) {
      expect(blanks(words.en[key] ?? ''), `${words.folder}.${key}`).toEqual(blanks(ja))
    }
  }
})
