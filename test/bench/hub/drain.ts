/** How long two hub processes take to receive what many branches have recorded offline, and how many bytes it is. */
import { gzipSync } from 'node:zlib'
import type { EventDraft } from '../../../domain/events.ts'
import { encodeCbor } from '../../../protocol/cbor.ts'
import type { DeskDouble } from '../../hub/desk-double.ts'
import { openBank, type Bank } from '../../hub/postgres/bank.ts'
import { startPostgres } from '../../hub/postgres/server.ts'
import { BRANCH, contractDrafts, enrolDesk, fobDrafts } from '../../hub/world.ts'
import { summary, type Summary } from '../statistics.ts'

export interface DrainFigures {
  readonly branches: number
  readonly events: number
  readonly seconds: number
  readonly eventsPerSecond: number
  /** Of one event in a push, in CBOR and gzipped as on the wire. */
  readonly bytesPerEvent: number
  readonly gzippedPerEvent: number
  /** Milliseconds a push took. */
  readonly pushes: Summary
}

/** Branches that push at the same time. */
const AT_ONCE = 16

export async function benchDrain(branches: number, eventsEach: number): Promise<DrainFigures> {
  const server = await startPostgres()
  try {
    const bank = await openBank(server)
    try {
      const desks = await recorded(bank, branches, eventsEach)
      return await drain(bank, desks)
    } finally {
      await bank.close()
    }
  } finally {
    await server.dispose()
  }
}

async function recorded(bank: Bank, branches: number, eventsEach: number): Promise<readonly DeskDouble[]> {
  const { hub, headOffice } = bank.world
  const desks: DeskDouble[] = []
  for (let index = 0; index < branches; index += 1) {
    const branchNo = `b${index}`
    await bank.store.transaction((tx) => tx.saveBranch({ ...BRANCH, branchNo }))
    const desk = await enrolDesk(hub, headOffice, branchNo)
    desk.now = hub.now()
    desk.record(workOf(branchNo, index, eventsEach))
    desks.push(desk)
  }
  return desks
}

/** A branch's days: customers from the roster, fobs counted in and put into stock. */
export function workOf(branchNo: string, index: number, count: number): readonly EventDraft[] {
  const drafts: EventDraft[] = []
  for (let n = 0; drafts.length < count; n += 1) {
    const serial = String(20_000_000 + index * 1000 + n)
    const fob = fobDrafts(serial).map((draft): EventDraft =>
      draft.type === 'FobReceived' ? { ...draft, data: { ...draft.data, branchNo } } : draft,
    )
    drafts.push(...contractDrafts(`C${index}-${n}`, [`u${index}-${n}`], branchNo), ...fob)
  }
  return drafts.slice(0, count)
}

async function drain(bank: Bank, desks: readonly DeskDouble[]): Promise<DrainFigures> {
  const inputs = desks.map((desk) => desk.pushInput())
  const events = inputs.reduce((sum, input) => sum + input.events.length, 0)
  const bodies = inputs.map((input) => encodeCbor(input))
  const bytes = bodies.reduce((sum, body) => sum + body.length, 0)
  const gzipped = bodies.reduce((sum, body) => sum + gzipSync(body).length, 0)
  const latencies: number[] = []
  let next = 0
  const begun = performance.now()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (;;) {
        const index = next
        const input = inputs[index]
        if (input === undefined) return
        next += 1
        const pushed = performance.now()
        const answer = await bank.hubs[index % 2 === 0 ? 0 : 1].push(input)
        latencies.push(performance.now() - pushed)
        if (!answer.ok) throw new Error(answer.code)
      }
    }),
  )
  const seconds = (performance.now() - begun) / 1000
  return {
    branches: desks.length,
    events,
    seconds,
    eventsPerSecond: events / seconds,
    bytesPerEvent: bytes / events,
    gzippedPerEvent: gzipped / events,
    pushes: summary(latencies),
  }
}
