import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ChipRecord } from '../../../programmer/training/chip.ts'
import { loadChips, saveChips, TRAINING_STORE_NAME } from '../../../programmer/training/store.ts'

const chip: ChipRecord = {
  chipSerial: '8659610000123',
  printedSerial: '12345678',
  seed: '11'.repeat(20),
  algorithm: 'sha256',
  period: 60,
  clockOffsetSeconds: -3,
  wrongAnswers: 1,
  locked: false,
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fobdesk-training-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('the training file', () => {
  it('says what it is, in its name and its first line', () => {
    saveChips(folder, [chip])
    expect(TRAINING_STORE_NAME).toContain('TRAINING-ONLY')
    const text = readFileSync(join(folder, TRAINING_STORE_NAME), 'utf8')
    expect(text.split('\n')[1]).toContain('TRAINING ONLY')
  })

  it('remembers chips', () => {
    saveChips(folder, [chip])
    saveChips(folder, [chip, { ...chip, chipSerial: '8659610000124', seed: null }])
    expect(loadChips(folder)).toEqual({
      chips: [chip, { ...chip, chipSerial: '8659610000124', seed: null }],
      reset: false,
    })
    expect(readdirSync(folder)).toEqual([TRAINING_STORE_NAME])
  })

  it('may be missing', () => {
    expect(loadChips(folder)).toEqual({ chips: [], reset: false })
  })

  it.each([
    ['no JSON', '{'],
    ['another version', JSON.stringify({ version: 2 })],
    ['another warning', JSON.stringify({ warning: 'a real branch', version: 1, chips: [] })],
  ])('with %s is set aside and reported', (_, text) => {
    writeFileSync(join(folder, TRAINING_STORE_NAME), text)
    expect(loadChips(folder)).toEqual({ chips: [], reset: true })
    expect(readdirSync(folder)).toEqual([`${TRAINING_STORE_NAME}.unreadable`])
  })
})
