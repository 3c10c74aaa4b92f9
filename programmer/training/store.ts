/**
 * The training fobs' memory over restarts of the app. Plain JSON with seeds in it, which is right for fobs that
 * open nothing and for nothing else; the name and the first line say so.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { chipRecord, type ChipRecord } from './chip.ts'

export const TRAINING_STORE_NAME = 'fobs.TRAINING-ONLY.json'

const WARNING = 'TRAINING ONLY: seeds of emulated fobs in plain text. No real fob is in this file.'

const storeSchema = z.strictObject({
  warning: z.literal(WARNING),
  version: z.literal(1),
  chips: z.array(chipRecord).max(10_000),
})

/** The remembered chips; `reset`: there was a file, it could not be read, and it now ends in `.unreadable`. */
export function loadChips(folder: string): {
  readonly chips: readonly ChipRecord[]
  readonly reset: boolean
} {
  const file = join(folder, TRAINING_STORE_NAME)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (isMissing(error)) return { chips: [], reset: false }
    throw error
  }
  const store = storeSchema.safeParse(parseJson(text))
  if (store.success) return { chips: store.data.chips, reset: false }
  renameSync(file, `${file}.unreadable`)
  return { chips: [], reset: true }
}

/** Replaces the file as a whole, so that a kill leaves the old or the new one. */
export function saveChips(folder: string, chips: readonly ChipRecord[]): void {
  const file = join(folder, TRAINING_STORE_NAME)
  const text = JSON.stringify({ warning: WARNING, version: 1, chips }, null, 1)
  writeFileSync(`${file}.new`, text, { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
