/** One case: a work, a fault at one call, what follows, perhaps a second fault in the opening after it. */
import { chanceOf } from './chance.ts'
import { FAULTS, FaultyDisk, isCrash, survivorsOf, type Fault, type Planned } from './faults.ts'
import { Medium, type Survivors } from './medium.ts'
import { markLocksStale } from './stale-locks.ts'
import type { Call } from './medium-fs.ts'
import { endedWell, FOLDER, Program, workOf } from './program.ts'
import { Truth } from './truth.ts'

/** After an error: the program tries again, ends without a word, or the power goes as well. */
const AFTERMATHS = ['same', 'kill', 'power'] as const
type Aftermath = (typeof AFTERMATHS)[number]

export interface Case {
  /** Seed of the work. */
  readonly work: string
  readonly first?: Planned
  /** In the program that opens the store after the first. */
  readonly second?: Planned
}

export interface Outcome {
  /** Kinds of all calls of the first program. */
  readonly kinds: readonly Call['kind'][]
  /** What the program was doing at the first fault; undefined when the fault never happened. */
  readonly phase: string | undefined
  readonly secondPhase: string | undefined
}

const HANGS_AFTER_MS = 20_000

export function nameOf({ work, first, second }: Case): string {
  return [
    work,
    ...[first, second].flatMap((planned) => (planned ? [`${planned.at}:${planned.fault}`] : [])),
  ].join('/')
}

/** The case of a name that `nameOf` gave. */
export function caseOf(name: string): Case {
  const [work = '', ...faults] = name.split('/')
  const [first, second] = faults.map((text): Planned => {
    const [at, fault] = text.split(':')
    const known = FAULTS.find((one) => one === fault)
    if (known === undefined) throw new Error(`no such fault: ${text}`)
    return { at: Number(at), fault: known }
  })
  return { work, ...(first && { first }), ...(second && { second }) }
}

/** Throws when a promise of the store is broken. */
export async function runCase(given: Case): Promise<Outcome> {
  const name = nameOf(given)
  const { steps, segmentBytes } = workOf(chanceOf(given.work))
  const medium = new Medium()
  medium.makeDirectory(FOLDER)
  const truth = new Truth()
  const chance = chanceOf(name)
  let lives = 0
  let epoch = 1
  const live = async (
    planned: Planned | undefined,
    work: (program: Program, disk: FaultyDisk) => Promise<void>,
  ) => {
    // Drawn from the work alone, so that a fault happens at the call that the dry run counted.
    const disk = new FaultyDisk(planned, chanceOf(`${given.work} ${lives++}`), () => (phase = program.phase))
    let phase: string | undefined
    const program: Program = new Program({
      medium,
      disk,
      truth,
      segmentBytes,
      epoch,
      name: `${name} ${lives}`,
    })
    await untilDeath(disk, work(program, disk))
    epoch = program.epoch
    if (phase !== undefined && planned !== undefined)
      settle(medium, disk, aftermathOf(planned.fault, chance), chance)
    return { kinds: disk.kinds, phase }
  }

  const first = await live(given.first, (program, disk) =>
    runThrough(program, disk, () => program.run(steps)),
  )
  const again = [{ do: 'commit', sizes: [10, 700] }] as const
  const second =
    given.second &&
    (await live(given.second, (program, disk) => runThrough(program, disk, () => program.run(again))))
  // The cause is gone: from here on everything must work.
  await live(undefined, async (program) => {
    const journal = await program.open()
    // Dear: it checks every signature.
    const verified = chance.oneIn(5) ? await journal.verify() : undefined
    if (verified?.ok === false) throw new Error(`${verified.code}: ${verified.where}`)
    await program.close()
    await program.run(again)
  })
  medium.losePower('none', chance)
  markLocksStale(medium)
  await live(undefined, (program) => program.run([]))
  return { kinds: first.kinds, phase: first.phase, secondPhase: second?.phase }
}

/** Does its work; after a failure of the disk closes, and tries to open while the cause is still there. */
async function runThrough(program: Program, disk: FaultyDisk, work: () => Promise<void>): Promise<void> {
  if (await endedWell(work())) return
  await endedWell(program.close())
  if (await endedWell(program.open())) await endedWell(program.close())
  disk.heal()
}

async function untilDeath(disk: FaultyDisk, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const hangs = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the program hangs')), HANGS_AFTER_MS)
  })
  try {
    await Promise.race([work, disk.crashed, hangs])
  } finally {
    clearTimeout(timer)
  }
}

type After = { readonly dead: boolean; readonly power: Survivors | undefined }

function aftermathOf(fault: Fault, chance: ReturnType<typeof chanceOf>): After {
  if (isCrash(fault)) return { dead: true, power: survivorsOf(fault) }
  const aftermath: Aftermath = chance.pick(AFTERMATHS)
  return {
    dead: aftermath !== 'same',
    power: aftermath === 'power' ? chance.pick(['none', 'subset']) : undefined,
  }
}

function settle(
  medium: Medium,
  disk: FaultyDisk,
  { dead, power }: After,
  chance: ReturnType<typeof chanceOf>,
): void {
  disk.stop()
  if (power !== undefined) medium.losePower(power, chance)
  if (dead) markLocksStale(medium)
}
