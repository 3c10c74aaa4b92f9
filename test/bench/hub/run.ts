/**
 * The bench of head office (docs/hub.md, docs/scale.md):
 *
 *   node test/bench/hub/run.ts hub               verifications beside pgbench, and the drain
 *   node test/bench/hub/run.ts hub 600 5 5       fobs, rounds, seconds a round
 *   node test/bench/hub/run.ts drain 500 600     branches, events each
 *   node test/bench/hub/run.ts shards            verifications over 1, 2 and 4 databases
 *   node test/bench/hub/run.ts start 300000      a process's start on so many events, without and with a snapshot
 */
import { cpus } from 'node:os'
import { benchDrain } from './drain.ts'
import { benchStarts } from './start.ts'
import { benchVerifications, type VerificationFigures } from './verifications.ts'

/** P12: what the hub must carry, and beside PostgreSQL itself. */
const BARS = { perSecond: 300, p99: 100, ratio: 0.5, drainSeconds: 600 }
/** In each of the two processes: a load that queues, and one that shows how long a single customer waits. */
const FULL = 128
const CALM = 16

const ms = (value: number): string => `${value.toFixed(1)} ms`

function say(what: string, figures: VerificationFigures): void {
  const { perSecond, p50, p99, pgbench, ratio } = figures
  console.log(`[bench] ${what}: ${Math.round(perSecond)} verifications/s, p50 ${ms(p50)}, p99 ${ms(p99)}`)
  const other = `${Math.round(pgbench.perSecond)} one-row updates/s, p50 ${ms(pgbench.p50)}, p99 ${ms(pgbench.p99)}`
  console.log(
    `[bench]   pgbench, as many clients (64 at most), same run: ${other}; ratio ${ratio.toFixed(2)}`,
  )
}

async function hub(fobs = '600', rounds = '5', seconds = '5'): Promise<boolean> {
  const size = { fobs: Number(fobs), rounds: Number(rounds), seconds: Number(seconds), databases: 1 }
  const calm = await benchVerifications({ ...size, concurrency: CALM })
  say(`2 × ${CALM} at the same time`, calm)
  const full = await benchVerifications({ ...size, concurrency: FULL })
  say(`2 × ${FULL} at the same time`, full)
  const carried = calm.perSecond >= BARS.perSecond && calm.p99 <= BARS.p99
  console.log(`[bench]   bars: ${BARS.perSecond}/s with p99 ≤ ${BARS.p99} ms: ${carried ? 'held' : 'MISSED'}`)
  console.log(`[bench]   bar: ratio ≥ ${BARS.ratio}: ${full.ratio >= BARS.ratio ? 'held' : 'MISSED'}`)
  return (await drain()) && carried && full.ratio >= BARS.ratio
}

async function drain(branches = '500', events = '600'): Promise<boolean> {
  const found = await benchDrain(Number(branches), Number(events))
  const { seconds, eventsPerSecond, bytesPerEvent, gzippedPerEvent, pushes } = found
  console.log(
    `[bench] drain: ${found.branches} branches, ${found.events} events in ${seconds.toFixed(1)} s (${Math.round(eventsPerSecond)}/s)`,
  )
  console.log(`[bench]   a push: p50 ${ms(pushes.p50)}, p99 ${ms(pushes.p99)}`)
  console.log(
    `[bench]   bytes per event: ${bytesPerEvent.toFixed(0)} in CBOR, ${gzippedPerEvent.toFixed(0)} gzipped on the wire`,
  )
  return seconds <= BARS.drainSeconds
}

async function shards(fobs = '800', rounds = '3', seconds = '5'): Promise<boolean> {
  for (const databases of [1, 2, 4]) {
    const size = { fobs: Number(fobs), rounds: Number(rounds), seconds: Number(seconds), databases }
    say(`${databases} databases`, await benchVerifications({ ...size, concurrency: FULL }))
  }
  return true
}

async function start(events = '300000'): Promise<boolean> {
  const { whole, resumed, ...size } = await benchStarts(Number(events))
  const seconds = (value: number): string => `${(value / 1000).toFixed(1)} s`
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`
  console.log(
    `[bench] start on ${size.events} events: whole fold ${seconds(whole.startMs)} (${megabytes(whole.rssBytes)})`,
  )
  const { takeMs, chunks, longestTurnMs, quietTurnMs } = whole.taken
  console.log(
    `[bench]   snapshot of ${chunks} chunks taken in ${seconds(takeMs)}; longest turn ${ms(longestTurnMs)} (without it ${ms(quietTurnMs)})`,
  )
  console.log(`[bench]   with it: ${seconds(resumed.startMs)} (${megabytes(resumed.rssBytes)})`)
  return true
}

const tasks = { hub, drain, shards, start }
const [name = 'hub', ...args] = process.argv.slice(2)
const task = Object.entries(tasks).find(([known]) => known === name)?.[1]
if (task === undefined) throw new Error(`no such bench: ${name}`)
console.log(`[bench] ${cpus().length} cores (${cpus()[0]?.model}), Node ${process.version}`)
process.exit((await task(...args)) ? 0 : 1)
