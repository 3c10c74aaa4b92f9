/**
 * Measures one copy of a made store in a process of its own and prints its figures as one line of JSON.
 *
 *   node test/bench/store/measure.ts <unlock|work|rebuild> <data folder>
 */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Desk } from '../../../main/desk/desk.ts'
import type { Workplace } from '../../../main/desk/workplace.ts'
import { deskOver, openedFrom, signInTo } from '../desk-over.ts'
import { summary, type Summary } from '../statistics.ts'
import { moveEvent, openPeer, type Peer } from './sqlcipher.ts'
import { noFilter } from '../../../renderer/inventory/filter.ts'

const UNLOCKS = 7
const COMMITS = 1000
const WARM_UP = 50
const CALLERS = 16
const EACH = 250
const QUESTIONS = 300
const RECORD_BYTES = 500

function say(figures: Readonly<Record<string, Summary | number>>): void {
  console.log(JSON.stringify(figures))
}

/** Password to the first screen's data, ours and the peer's in turn; what was resident at most after the first of ours. */
async function unlock(folder: string) {
  const ours: number[] = []
  const theirs: number[] = []
  let peak = 0
  const desk = await deskOver(folder)
  await desk.handlers['start.training']({})
  for (let at = 0; at < UNLOCKS; at += 1) {
    let began = performance.now()
    await signInTo(desk)
    await firstScreen(desk)
    ours.push(performance.now() - began)
    if (at === 0) peak = peakMegabytes()
    if (openedFrom.at(-1) !== 'snapshot') throw new Error(`opened from the ${openedFrom.at(-1)}`)
    await desk.handlers['session.signOut']({})
    began = performance.now()
    const peer = await openPeer(folder)
    peer.firstScreen()
    theirs.push(performance.now() - began)
    peer.close()
  }
  await desk.quit()
  return { ours: summary(ours), theirs: summary(theirs), peak }
}

async function firstScreen({ handlers }: Desk): Promise<void> {
  await handlers['inventory.counts']({})
  await handlers['inventory.page']({ filter: noFilter, offset: 0, limit: 200 })
  await handlers['customers.search']({ text: 'サト', limit: 30 })
}

async function work(folder: string) {
  const desk = await deskOver(folder)
  await desk.handlers['start.training']({})
  const opened = await signInTo(desk)
  const peer = await openPeer(folder)
  const questions = await ask(desk)
  // First: what only the first commits after an opening have to do counts.
  const stall = await longestTurn(opened)
  const turns = await commits(folder, opened, peer)
  const throughput = await together(folder, opened, peer)
  const peak = peakMegabytes()
  peer.close()
  await desk.quit()
  return { ...questions, ...turns, stall, ...throughput, peak }
}

/** One fob moved, durably, by the bare disk, the desk's store and the peer in turn: the machine's hiccups meet all. */
async function commits(folder: string, { store }: Workplace, peer: Peer) {
  const file = await open(join(folder, 'bare.bin'), 'w')
  const bytes = randomBytes(RECORD_BYTES)
  const took = { bare: [] as number[], ours: [] as number[], theirs: [] as number[] }
  const serial = inStock(store)
  for (let at = 0; at < WARM_UP + COMMITS; at += 1) {
    if (at === WARM_UP) for (const times of Object.values(took)) times.length = 0
    let began = performance.now()
    await file.write(bytes, 0, bytes.length, at * RECORD_BYTES)
    await file.datasync()
    took.bare.push(performance.now() - began)
    began = performance.now()
    await store.commit([moved(serial, at)], { by: '1001', signers: [] })
    took.ours.push(performance.now() - began)
    began = performance.now()
    peer.move(moveEvent(serial, Date.now(), 'missing'), serial, 'stock', 'missing')
    took.theirs.push(performance.now() - began)
  }
  await file.close()
  const { bare, ours, theirs } = took
  return { bare: summary(bare), commit: summary(ours), peerCommit: summary(theirs) }
}

/**
 * Milliseconds, of a thousand commits one after another and nothing else on this thread. Watched without a break: the
 * monitor measures from one tick to the next, so a pause of watching, and whatever blocked in it, would count as a turn.
 */
async function longestTurn({ store }: Workplace): Promise<number> {
  const serial = inStock(store)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  for (let at = 0; at < COMMITS; at += 1) await store.commit([moved(serial, at)], { by: '1001', signers: [] })
  delay.disable()
  return delay.max / 1e6
}

/** Commits a second with sixteen callers at once; the peer's calls are synchronous, so they stand in line. */
async function together(folder: string, { store }: Workplace, peer: Peer) {
  const serial = inStock(store)
  const rate = async (one: (at: number) => Promise<void> | void): Promise<number> => {
    const began = performance.now()
    await Promise.all(
      Array.from({ length: CALLERS }, async () => {
        for (let at = 0; at < EACH; at += 1) await one(at)
      }),
    )
    return (CALLERS * EACH * 1000) / (performance.now() - began)
  }
  const file = await open(join(folder, 'bare.bin'), 'w')
  const bytes = randomBytes(RECORD_BYTES)
  const bareRate = await rate(async (at) => {
    await file.write(bytes, 0, bytes.length, at * RECORD_BYTES)
    await file.datasync()
  })
  await file.close()
  return {
    bareRate,
    commitRate: await rate((at) => store.commit([moved(serial, at)], { by: '1001', signers: [] })),
    peerCommitRate: await rate(() => {
      peer.move(moveEvent(serial, Date.now(), 'missing'), serial, 'stock', 'missing')
    }),
  }
}

function inStock({ state, profile }: Workplace['store']): string {
  const [serial] = state.serialsIn(profile.branchNo, 'stock')
  if (serial === undefined) throw new Error('no fob is in stock')
  return serial
}

function moved(serial: string, at: number) {
  const [from, to] = at % 2 === 0 ? (['stock', 'missing'] as const) : (['missing', 'stock'] as const)
  return { type: 'FobMoved', v: 1, data: { serial, from, to, reference: null, flag: null } } as const
}

async function ask({ handlers }: Desk) {
  const timed = async (question: (at: number) => Promise<unknown>): Promise<Summary> => {
    const took: number[] = []
    for (let at = 0; at < QUESTIONS; at += 1) {
      const began = performance.now()
      await question(at)
      took.push(performance.now() - began)
    }
    return summary(took)
  }
  const search = (texts: readonly string[]) =>
    timed((at) => handlers['customers.search']({ text: texts[at % texts.length] as string, limit: 30 }))
  const { value } = await handlers['inventory.page']({ filter: noFilter, offset: 0, limit: 200 }).then(known)
  const serials = value.rows.map(({ serial }) => serial)
  return {
    prefix: await search(['2004', 'suzuki', '5004321', 'カブシ', '佐藤']),
    substring: await search(['製作', 'ノウ', '321', '商事', 'サクジョ']),
    page: await timed((at) =>
      handlers['inventory.page']({ filter: noFilter, offset: ((at * 7919) % 40) * 20, limit: 200 }),
    ),
    counts: await timed(() => handlers['inventory.counts']({})),
    history: await timed((at) =>
      handlers['fobs.history']({ serial: serials[(at * 7919) % serials.length] as string }),
    ),
  }
}

function known<T extends { readonly ok: boolean }>(answer: T): Extract<T, { ok: true }> {
  if (!answer.ok) throw new Error(`a question was refused: ${JSON.stringify(answer)}`)
  return answer as Extract<T, { ok: true }>
}

/** Opening without any snapshot: the journal alone. */
async function rebuild(folder: string) {
  const desk = await deskOver(folder)
  await desk.handlers['start.training']({})
  const began = performance.now()
  await signInTo(desk)
  await firstScreen(desk)
  const seconds = (performance.now() - began) / 1000
  const peak = peakMegabytes()
  await desk.quit()
  return { seconds, peak }
}

/** The most that was ever resident, MB; Linux only. */
function peakMegabytes(): number {
  const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))
  if (found === null) throw new Error('this system does not say how much memory a process took at most')
  return Number(found[1]) / 1000
}

const [mode, data] = process.argv.slice(2)
if (data === undefined) throw new Error('which data folder?')
switch (mode) {
  case 'unlock':
    say(await unlock(data))
    break
  case 'work':
    say(await work(data))
    break
  case 'rebuild':
    say(await rebuild(data))
    break
  default:
    throw new Error(`measure what? ${mode}`)
}
