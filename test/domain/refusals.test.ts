import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isRefusalCode, refusals, sentence } from '../../domain/refusals.ts'

const root = join(import.meta.dirname, '../..')

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('refusals.test.ts'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
}

const codesIn = (texts: readonly string[], pattern: RegExp) =>
  new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? '')))

describe('the refusal table', () => {
  it('is asserted by a test for every code that the rules give', () => {
    const given = codesIn(sources('domain'), /\brefuse\(\s*'([A-Z_]+)'/g)
    const asserted = codesIn(sources('test/domain'), /'([A-Z][A-Z_]+[A-Z])'/g)
    expect(given.size).toBeGreaterThan(90)
    expect([...given].filter((code) => !asserted.has(code))).toEqual([])
  })

  it('has a sentence in both languages with the same placeholders', () => {
    for (const [code, { ja, en }] of Object.entries(refusals)) {
      expect(isRefusalCode(code)).toBe(true)
      expect(ja, code).toMatch(/。$/)
      expect(en, code).toMatch(/\.$/)
      const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).toSorted()
      expect(names(en), code).toEqual(names(ja))
    }
    expect(isRefusalCode('toString')).toBe(false)
  })

  it('fills what it is told and shows what is missing', () => {
    expect(sentence('FOB_UNKNOWN', 'en', { serial: '12345678' })).toBe(
      'No fob with serial 12345678 is recorded.',
    )
    expect(sentence('FOB_UNKNOWN', 'ja')).toContain('―')
  })

  it('says “this minute” for 0 minutes ago', () => {
    expect(sentence('WHY_ACCEPTED', 'ja', { minutes: 0 })).toMatch(/^いまの番号は受け付けました。/)
    expect(sentence('WHY_ACCEPTED', 'ja', { minutes: 10 })).toMatch(/^10分前の番号は受け付けました。/)
    expect(sentence('WHY_ABANDONED', 'en', { minutes: 0 })).toMatch(/^The check of this minute was /)
    const said = (['ja', 'en'] as const).flatMap((language) =>
      Object.keys(refusals).map((code) => (isRefusalCode(code) ? sentence(code, language) : '')),
    )
    expect(said.filter((text) => /[[\]|]/.test(text))).toEqual([])
  })
})
