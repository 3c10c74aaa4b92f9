/**
 * The training store that everything is measured on: 100,000 fobs and some 20,000 users, made once by the product
 * itself (its import of CSV files, its synchronisation with the training head office) and kept under `.cache/bench/`.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { RosterRow } from '../../domain/commands.ts'
import { TRAINING_BRANCH_NO } from '../../domain/training.ts'
import { generateLot, generateRoster } from '../../domain/training-roster.ts'
import { root } from '../../tools/steps.ts'
import { ask, launch, settled, signIn, type RunningApp } from './app.ts'
import { lotCsv, rosterCsv } from './csv.ts'
import { filesOf, madeOf } from './made-of.ts'

const LOTS = 5
const FOBS_PER_LOT = 20_000
const CONTRACTS = 8_000
/** The first numbers are those of the contracts that the training branch is furnished with. */
const FURNISHED_CONTRACTS = 400
const MANAGER = '1001'

/** What decides the bytes of a store: a change in any of these makes it anew. */
const madeBy = [
  'domain/events.ts',
  'domain/training-roster.ts',
  'domain/training.ts',
  'protocol',
  'main/journal',
  'main/keyring',
  'hub/store',
  'test/bench/training-store.ts',
]

const record = z.object({
  fobs: z.int(),
  users: z.int(),
  events: z.int(),
  journalBytes: z.int(),
  seconds: z.number(),
})
export type StoreRecord = z.infer<typeof record>

export interface TrainingStore {
  /** The app's data folder; never run on, only copied. */
  readonly folder: string
  readonly record: StoreRecord
}

export async function trainingStore(): Promise<TrainingStore> {
  const cache = join(root, '.cache', 'bench')
  const folder = join(cache, madeOf(madeBy))
  const recordFile = join(folder, 'bench.json')
  if (!existsSync(recordFile)) {
    rmSync(cache, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    writeFileSync(recordFile, JSON.stringify(await make(folder)))
  }
  return { folder, record: record.parse(JSON.parse(readFileSync(recordFile, 'utf8'))) }
}

/** A copy to run on, in a fresh folder that the caller removes. */
export function copyOf({ folder }: TrainingStore): string {
  const copy = mkdtempSync(join(tmpdir(), 'fobdesk-bench-'))
  cpSync(folder, copy, { recursive: true })
  return copy
}

async function make(folder: string): Promise<StoreRecord> {
  const began = performance.now()
  const say = (what: string): void => {
    console.log(`[bench] ${((performance.now() - began) / 1000).toFixed(0)} s: ${what}`)
  }
  const running = await launch(folder)
  const { page } = running
  try {
    await signIn(page, MANAGER)
    say('training branch made')
    const roster = newRoster()
    await importFile(running, 'roster', rosterCsv(roster))
    say(`roster of ${roster.length} users imported`)
    for (let lot = 1; lot <= LOTS; lot += 1) {
      const rows = generateLot(lot, FOBS_PER_LOT, lot % 2 === 0 ? 'C302-i' : 'C301-i')
      await importFile(running, 'lot', lotCsv(rows))
      say(`lot ${lot} of ${LOTS} imported`)
    }
    await settled(page)
    say('head office has it all')
    const { total } = await ask(page, 'inventory.counts', {})
    const { events } = await ask(page, 'audit.verify', {})
    await settled(page)
    await running.app.close()
    const seconds = (performance.now() - began) / 1000
    return { fobs: total, users: roster.length, events, journalBytes: journalBytes(folder), seconds }
  } catch (error) {
    await running.app.close()
    throw error
  }
}

function newRoster(): readonly RosterRow[] {
  const rows = generateRoster(7, FURNISHED_CONTRACTS + CONTRACTS, TRAINING_BRANCH_NO)
  const furnished = new Set<string>()
  return rows.filter(({ contract: { contractNo } }) => {
    if (furnished.size < FURNISHED_CONTRACTS) furnished.add(contractNo)
    return !furnished.has(contractNo)
  })
}

/** The product's own way, with the file dialog answered: nobody is here to click in it. */
async function importFile({ app, page }: RunningApp, kind: 'roster' | 'lot', csv: string): Promise<void> {
  const path = join(mkdtempSync(join(tmpdir(), 'fobdesk-csv-')), `${kind}.csv`)
  writeFileSync(path, csv)
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, path)
  const preview = await ask(page, 'import.choose', { kind })
  if (preview === null || preview.errors.length > 0) {
    throw new Error(`the ${kind} does not import: ${JSON.stringify(preview?.errors[0])}`)
  }
  await ask(page, 'import.commit', { token: preview.token, declared: null })
}

function journalBytes(folder: string): number {
  return filesOf(join(folder, 'training', 'store')).reduce((sum, file) => sum + statSync(file).size, 0)
}
