/**
 * Snapshots in the running program: made at the end of a session, opened from at the next, and never believed when
 * they are damaged. What was recorded is there each time.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { importLot, openTraining, writeLot } from './support/arrange.ts'
import { call, MANAGER } from './support/bridge.ts'
import type { Desk } from './support/launch.ts'

/** More events than an end of the program lets pass without a snapshot. */
const FOBS = Array.from({ length: 600 }, (_, index) => ({
  serial: String(31_000_001 + index),
  expires: '2031-05-31',
}))
const LAST = FOBS.at(-1)?.serial ?? ''

test.describe.configure({ mode: 'serial' })

let data: string
let open: Desk | undefined

// oxlint-disable-next-line no-empty-pattern -- Playwright reads the needed fixtures off the pattern
test.beforeAll(({}, testInfo) => {
  data = testInfo.outputPath('desk')
})

test.afterEach(async () => {
  await open?.app.close()
  open = undefined
})

test('a session that recorded much leaves a snapshot, and the next opens from it', async () => {
  open = await openTraining(data, MANAGER)
  const lot = path.join(data, 'lot.csv')
  writeLot(lot, FOBS)
  await importLot(open, lot)
  await close()
  expect(snapshots()).toHaveLength(2)

  await reopen()
  expect(opened()).toMatchObject([{ code: 'snapshot' }])
  expect(discarded()).toEqual([])
})

test('a program killed in the middle opens from it again', async () => {
  await reopen()
  const desk = open
  if (desk === undefined) throw new Error('no desk is open')
  const pid = await desk.app.evaluate(() => process.pid)
  const gone = desk.app.waitForEvent('close')
  process.kill(pid, 'SIGKILL')
  await gone
  open = undefined

  await reopen()
  expect(opened()).toMatchObject([{ code: 'snapshot' }])
  expect(discarded()).toEqual([])
})

test('one flipped bit: the newest is discarded, and the older one opened from', async () => {
  const [newest, older] = snapshots()
  spoil(newest)
  await reopen()
  expect(discarded()).toMatchObject([{ code: 'SNAPSHOT_DAMAGED' }])
  expect(opened()).toMatchObject([{ code: 'snapshot' }])
  expect(snapshots()).toEqual([older])
})

test('none that is good: the journal itself is read', async () => {
  const all = snapshots()
  for (const name of all) spoil(name)
  await reopen()
  expect(discarded()).toHaveLength(all.length)
  expect(opened()).toMatchObject([{ code: 'journal' }])
})

/** Starts the program, and what was recorded before is there. */
async function reopen(): Promise<void> {
  writeFileSync(logFile(), '')
  open = await openTraining(data, MANAGER)
  const fob = await call(open.page, 'fobs.get', { serial: LAST })
  expect(fob?.serial).toBe(LAST)
}

async function close(): Promise<void> {
  await open?.app.close()
  open = undefined
}

function logFile(): string {
  return path.join(data, 'logs', 'fobdesk.log')
}

function logged(
  event: string,
): { readonly event: string; readonly code?: string; readonly count?: number }[] {
  return readFileSync(logFile(), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .filter((line) => line.event === event)
}

const opened = () => logged('store opened')
const discarded = () => logged('snapshot discarded')

function snapshotFolder(): string {
  const stores = path.join(data, 'training', 'store')
  const [store] = readdirSync(stores)
  if (store === undefined) throw new Error('no store was made')
  return path.join(stores, store, 'snapshots')
}

/** File names, the newest first. */
function snapshots(): string[] {
  return readdirSync(snapshotFolder())
    .filter((name) => name.endsWith('.fob'))
    .sort()
    .reverse()
}

/** One bit in the middle. */
function spoil(name: string | undefined): void {
  if (name === undefined) throw new Error('there is no such snapshot')
  const file = path.join(snapshotFolder(), name)
  const bytes = readFileSync(file)
  const at = bytes.length >> 1
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  writeFileSync(file, bytes)
}
