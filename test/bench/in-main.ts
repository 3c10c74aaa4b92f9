/**
 * What the main process does without its bridge and windows, in a Node process of its own: the desk over a copy
 * of the training store, offline. Prints its figures as one line of JSON.
 *
 *   node test/bench/in-main.ts <data folder>
 */
import { randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Desk } from '../../main/desk/desk.ts'
import type { Workplace } from '../../main/desk/workplace.ts'
import type { InventoryFilter } from '../../preload/contract/views.ts'
import { deskOver, signInTo, STAFF } from './desk-over.ts'
import { spread, type Figure } from './figures.ts'
import { summary } from './statistics.ts'
import { noFilter } from '../../renderer/inventory/filter.ts'

const COMMITS = 600
const QUESTIONS = 300
const RECORD_BYTES = 500

function timed(count: number, act: (at: number) => unknown): number[] {
  return Array.from({ length: count }, (_, at) => {
    const began = performance.now()
    act(at)
    return performance.now() - began
  })
}

/**
 * Handlers answer as promises, but a reading one has done its work when it returns. Only a history waits, for the
 * journal's pages.
 */
async function questions({ handlers }: Desk, serials: readonly string[]): Promise<Figure[]> {
  const search = (texts: readonly string[]) =>
    summary(
      timed(QUESTIONS, (at) => {
        void handlers['customers.search']({ text: String(texts[at % texts.length]), limit: 30 })
      }),
    )
  const page = (filter: Partial<InventoryFilter>) =>
    summary(
      timed(QUESTIONS, (at) => {
        const offset = ((at * 7919) % 400) * 200
        void handlers['inventory.page']({ filter: { ...noFilter, ...filter }, offset, limit: 200 })
      }),
    )
  const counts = summary(timed(QUESTIONS, () => void handlers['inventory.counts']({})))
  const histories: number[] = []
  for (let at = 0; at < QUESTIONS; at += 1) {
    const began = performance.now()
    await handlers['fobs.history']({ serial: String(serials[(at * 7919) % serials.length]) })
    histories.push(performance.now() - began)
  }
  const history = summary(histories)
  const filtered = { place: 'stock', model: 'C302-i' } as const
  return [
    ...spread('in main: search, beginnings', search(['2004', 'suzuki', '5004321', 'カブシ', '佐藤']), 'ms', {
      p99: 5,
    }),
    ...spread('in main: search, parts', search(['製作', 'ノウ', '321', '商事', 'サクジョ']), 'ms', {
      p99: 10,
    }),
    ...spread('in main: inventory page of 200, any depth', page({}), 'ms', { p99: 5 }),
    ...spread('in main: the same by expiry, filtered', page({ ...filtered, sort: 'expiresAt' }), 'ms', {}),
    ...spread('in main: inventory counts', counts, 'ms', { p99: 1 }),
    ...spread("in main: one fob's history", history, 'ms', { p99: 10 }),
  ]
}

/**
 * One event committed through the store, and a bare append of 500 bytes to the same disk, turn by turn: a shared
 * machine's hiccups meet both.
 */
async function commits(work: Workplace, data: string): Promise<Figure[]> {
  const file = await open(join(data, 'bare.bin'), 'w')
  const bytes = randomBytes(RECORD_BYTES)
  const durable: number[] = []
  const bare: number[] = []
  for (let at = 0; at < COMMITS; at += 1) {
    let began = performance.now()
    await work.record({ type: 'SignedIn', v: 1, data: { staffNo: STAFF } }, STAFF)
    durable.push(performance.now() - began)
    began = performance.now()
    await file.write(bytes, 0, bytes.length, at * RECORD_BYTES)
    await file.datasync()
    bare.push(performance.now() - began)
  }
  await file.close()
  const [ours, theirs] = [summary(durable), summary(bare)]
  const ratio = (which: 'p50' | 'p99', bar: number): Figure => ({
    name: `commit, durable: ratio to a bare append and fdatasync, ${which}`,
    unit: '×',
    value: ours[which] / theirs[which],
    bar,
    note: which === 'p50' ? `interleaved, n = ${COMMITS}` : '',
  })
  return [
    ratio('p50', 2),
    ratio('p99', 2.5),
    ...spread('commit, durable', ours, 'ms', { worst: 25 }),
    ...spread('bare append of 500 bytes and fdatasync', theirs, 'ms', {}),
  ]
}

const [data] = process.argv.slice(2)
if (data === undefined) throw new Error('which data folder?')
const desk = await deskOver(data)
const { handlers } = desk
await handlers['start.training']({})
const cpuBefore = process.cpuUsage()
const began = performance.now()
const work = await signInTo(desk)
const opened = (performance.now() - began) / 1000
const { user, system } = process.cpuUsage(cpuBefore)
const { rss, heapUsed } = process.memoryUsage()
const serials = [...work.store.projection.all('fob')].map(({ serial }) => serial)
const figures: Figure[] = [
  { name: 'in main: opening with full replay', unit: 's', value: opened, bar: 10, note: 'without windows' },
  {
    name: 'in main: processor time of that, all threads',
    unit: 's',
    value: (user + system) / 1e6,
    bar: null,
    note: 'what other programs on the machine do not lengthen as much',
  },
  {
    name: 'in main: memory after opening',
    unit: 'MB',
    value: rss / 1e6,
    bar: null,
    note: `JavaScript heap ${(heapUsed / 1e6).toFixed(0)} MB`,
  },
  ...(await questions(desk, serials)),
  ...(await commits(work, data)),
]
await desk.quit()
console.log(JSON.stringify(figures))
