/** Runs many cases and counts them: a fault at every call of a work in turn, and second faults in recovery. */
import { nameOf, runCase, type Case } from './case.ts'
import { chanceOf } from './chance.ts'
import { applies, FAULTS, type Fault } from './faults.ts'

/** Second faults: those that a recovery meets whatever it does. */
const IN_RECOVERY: readonly Fault[] = [
  'kill',
  'power-none',
  'power-prefix',
  'power-subset',
  'eio-once',
  'eio-sticky',
  'enospc-sticky',
  'erofs-sticky',
]
/** About as many calls as an opening makes. */
const CALLS_OF_RECOVERY = 45

export interface Broken {
  readonly name: string
  readonly error: unknown
}

export interface Tally {
  readonly cases: number
  /** Cases by fault and by what the program was doing. */
  readonly kinds: ReadonlyMap<string, ReadonlyMap<string, number>>
  readonly broken: readonly Broken[]
}

export interface Sweep {
  readonly seed: string
  /** At least so many cases. */
  readonly cases: number
  /** One of so many calls has its faults; 1 = every call. */
  readonly stride?: number
  readonly onWork?: (done: number) => void
}

export async function sweep({ seed, cases, stride = 1, onWork }: Sweep): Promise<Tally> {
  const kinds = new Map<string, Map<string, number>>()
  const broken: Broken[] = []
  let done = 0
  const count = (fault: string, phase: string): number => {
    const phases = kinds.get(fault) ?? new Map<string, number>()
    kinds.set(fault, phases.set(phase, (phases.get(phase) ?? 0) + 1))
    return 1
  }
  for (let n = 0; done < cases; n++) {
    for (const one of await casesOf(`${seed}.${n}`, stride)) {
      try {
        const { phase, secondPhase } = await runCase(one)
        // A call more or less (the anchor's timer) or a short recovery: nothing happened, nothing is counted.
        if (one.second === undefined && phase !== undefined) done += count(one.first.fault, phase)
        else if (secondPhase !== undefined) done += count('second fault', secondPhase)
      } catch (error) {
        broken.push({ name: nameOf(one), error })
      }
    }
    onWork?.(done)
  }
  return { cases: done, kinds, broken }
}

type Faulty = Case & { readonly first: NonNullable<Case['first']> }

async function casesOf(work: string, stride: number): Promise<Faulty[]> {
  const { kinds } = await runCase({ work })
  const chance = chanceOf(`${work} second faults`)
  const offset = chance.below(stride)
  return kinds.flatMap((kind, index) => {
    if (index % stride !== offset) return []
    return FAULTS.filter((fault) => applies(fault, kind)).flatMap((fault): Faulty[] => {
      const first = { at: index + 1, fault }
      const second = { at: 1 + chance.below(CALLS_OF_RECOVERY), fault: chance.pick(IN_RECOVERY) }
      return [
        { work, first },
        { work, first, second },
      ]
    })
  })
}

/** The tally as lines of text. */
export function tallyLines({ cases, kinds, broken }: Tally): string[] {
  const phases = [...new Set([...kinds.values()].flatMap((counts) => [...counts.keys()]))]
  const row = (name: string, cells: readonly (string | number)[]): string =>
    name.padEnd(16) + cells.map((cell) => String(cell).padStart(12)).join('')
  return [
    row('', phases),
    ...[...kinds].map(([fault, counts]) =>
      row(
        fault,
        phases.map((phase) => counts.get(phase) ?? 0),
      ),
    ),
    `${cases} cases, ${broken.length} broken promises`,
    ...broken
      .slice(0, 20)
      .map(({ name, error }) => `${name}: ${error instanceof Error ? error.message : String(error)}`),
  ]
}
