/**
 * "In the same time" (ADR 029), as distributions of one run: an observer who sees only how long a refusal took
 * must not tell its reason better than by chance. Without the beat the same measurement tells them apart, or it
 * would prove nothing. Nothing is asserted about times themselves.
 */
import { expect, it } from 'vitest'
import { ordinaryPace, type Pace } from '../../../hub/http/api/pace.ts'
import { createApi, FOREIGN, MASTER, OWN, SHARED, WAITING, type Api } from './api.ts'

const ROUNDS = 24
/** Refusals take far less; short enough for a test. */
const BEAT_MS = 40

/** Reasons whose refusals cost very different work. */
const calls = {
  unknownUser: () => ({ path: '/verify', body: { loginId: 'nobody', code: '123456' } }),
  stopped: () => ({ path: '/verify', body: { loginId: 'jirodt', code: '123456' } }),
  wrongCode: (api: Api) => ({ path: '/verify', body: { loginId: MASTER, code: api.wrongCode(OWN) } }),
  foreignSerial: () => ({ path: '/activate', body: { loginId: WAITING, serial: FOREIGN, code: '123456' } }),
} as const
type Reason = keyof typeof calls
const reasons = Object.keys(calls) as Reason[]

async function measure(pace: Pace): Promise<Readonly<Record<Reason, readonly number[]>>> {
  const api = await createApi(pace)
  try {
    for (let round = 0; round < 5; round += 1) {
      await api.call(['verify'], {
        path: '/verify',
        body: { loginId: 'jirodt', code: api.wrongCode(SHARED) },
      })
    }
    const taken: Record<Reason, number[]> = { unknownUser: [], stopped: [], wrongCode: [], foreignSerial: [] }
    for (let round = 0; round < ROUNDS; round += 1) {
      // In turn, another one first each time: whatever else the machine does falls on all alike.
      for (let turn = 0; turn < reasons.length; turn += 1) {
        const reason = reasons[(round + turn) % reasons.length] ?? 'unknownUser'
        await unlockFob(api)
        const call = calls[reason](api)
        const start = performance.now()
        const answer = await api.call(['verify'], call)
        taken[reason].push(performance.now() - start)
        expect(answer.json<{ code: string }>().code).toBe('API_REFUSED')
      }
    }
    return taken
  } finally {
    await api.close()
  }
}

/** Before its wrong codes add up to a stop, which would be another reason. */
async function unlockFob({ world }: Api): Promise<void> {
  await world.hub.store.transaction(async (tx) => {
    const row = await tx.fob(OWN)
    if (row !== undefined) await tx.saveFob({ ...row, wrongInRow: 0, longRun: [] })
  })
}

/** How well the better of two thresholds tells them apart: 0.5 by chance, 1 always (area under the ROC curve). */
function toldApart(a: readonly number[], b: readonly number[]): number {
  let above = 0
  for (const x of a) for (const y of b) above += x > y ? 1 : x === y ? 0.5 : 0
  const share = above / (a.length * b.length)
  return Math.max(share, 1 - share)
}

function worst(taken: Readonly<Record<Reason, readonly number[]>>): number {
  const pairs = reasons.flatMap((one, index) =>
    reasons.slice(index + 1).map((other) => [one, other] as const),
  )
  return Math.max(...pairs.map(([one, other]) => toldApart(taken[one], taken[other])))
}

it('tells no reason by its time', { timeout: 120_000, retry: 3 }, async () => {
  const immediate = await measure({ ...ordinaryPace, beatMs: 0.001, wait: async () => undefined })
  const paced = await measure({ ...ordinaryPace, beatMs: BEAT_MS })
  // 24 against 24 by chance stay below 0.75 in 399 of 400 pairs.
  expect(worst(immediate)).toBeGreaterThan(0.9)
  expect(worst(paced)).toBeLessThan(0.78)
})
