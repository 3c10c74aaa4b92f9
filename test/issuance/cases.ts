/** What goes wrong, and when, in one issuance: every pair of step and fault in turn, the rest by the run's seed. */
import type { FobStep } from '../emulators/strict-fob.ts'

export type FaultStep = FobStep | 'awaitingCode' | 'code'

export const everywhere = [
  'programmerKilled',
  'fobRemoved',
  'readerUnplugged',
  'mainRestarted',
  'journalFull',
  'lineDown',
] as const
export type Fault = (typeof everywhere)[number] | 'answerGarbled' | 'threeWrongCodes' | 'fiveWrongCodes'

export interface Strike {
  readonly step: FaultStep
  readonly fault: Fault
  /** Turns of the event loop between the right code and the strike. */
  readonly turns: number
}

const fobSteps = ['info', 'challenge', 'answer', 'config', 'seed'] as const
const pairs: readonly Omit<Strike, 'turns'>[] = [
  ...[...fobSteps, 'awaitingCode' as const, 'code' as const].flatMap((step) =>
    everywhere.map((fault) => ({ step, fault })),
  ),
  ...fobSteps.map((step) => ({ step, fault: 'answerGarbled' as const })),
  { step: 'awaitingCode', fault: 'threeWrongCodes' },
  { step: 'awaitingCode', fault: 'fiveWrongCodes' },
]

/** A small generator (mulberry32): runs must be repeatable by their number. */
function chance(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** The strikes of a run: one on the first try, and in half of the runs one more on the second. */
export function strikesOf(seed: number): readonly [Strike, ...Strike[]] {
  const draw = chance(seed)
  const at = (index: number): Strike => {
    const pair = pairs[index % pairs.length]
    if (pair === undefined) throw new RangeError(`no pair ${index}`)
    return { ...pair, turns: Math.floor(draw() * 12) }
  }
  const first = at(seed)
  return draw() < 0.5 ? [first] : [first, at(Math.floor(draw() * pairs.length))]
}
