/**
 * Kills a program with SIGKILL while it commits to a real folder, again and again, and compares what is there
 * with what it had acknowledged. The system lives on: this shows the death of a process, not of the power.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openJournal } from '../../../main/journal/journal.ts'
import { chanceOf, type Chance } from '../../main/journal/faults/chance.ts'
import { fingerprint, Truth, type Fingerprint } from '../../main/journal/faults/truth.ts'
import { realJournal } from './options.ts'

/** Then a new folder, or reading the store would take longer than killing. */
const KILLS_PER_STORE = 25
/** Longest life after the chosen moment, in milliseconds. */
const LONGEST_LIFE_MS = 80

export interface Kills {
  readonly kills: number
  /** Of these while the store was being opened. */
  readonly whileOpening: number
  readonly acknowledged: number
  /** Asked for when the program died and not acknowledged: there afterwards, and not. */
  readonly wholeUnacknowledged: number
  readonly absentUnacknowledged: number
}

export interface KillOptions {
  readonly kills: number
  readonly seed: string
  readonly onKill?: (done: number) => void
}

/** Throws when a promise of the store is broken; the message names the seed. */
export async function killMany({ kills, seed, onKill }: KillOptions): Promise<Kills> {
  const sum = { kills: 0, whileOpening: 0, acknowledged: 0, wholeUnacknowledged: 0, absentUnacknowledged: 0 }
  while (sum.kills < kills) {
    const root = await mkdtemp(join(tmpdir(), 'fobdesk-kill-'))
    const truth = new Truth()
    for (let n = 0; n < KILLS_PER_STORE && sum.kills < kills; n++) {
      const life = `${seed}.${sum.kills}`
      const before = truth.acknowledged
      const lines = await oneLife(root, life, chanceOf(life))
      for (const line of lines) {
        const [said, events = '', parts = ''] = line.split(' ')
        if (said === 'ask') truth.ask({ events, parts })
        else if (said === 'ack') truth.acknowledge(truth.acknowledged + 1)
      }
      const { asked, acknowledged } = truth
      truth.require(await delivered(root).catch((error: unknown) => fail(life, error)))
      sum.kills++
      if (lines.at(-1) === 'opening') sum.whileOpening++
      sum.acknowledged += acknowledged - before
      sum.wholeUnacknowledged += truth.acknowledged - acknowledged
      sum.absentUnacknowledged += asked - truth.acknowledged
      onKill?.(sum.kills)
    }
    await rm(root, { recursive: true })
  }
  return sum
}

function fail(life: string, cause: unknown): never {
  throw new Error(`after the kill of ${life}: ${cause instanceof Error ? cause.message : String(cause)}`, {
    cause,
  })
}

async function oneLife(root: string, seed: string, chance: Chance): Promise<string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'child.ts'), root, seed], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const moment = chance.oneIn(4) ? 'opening' : 'open'
  const life = chance.below(LONGEST_LIFE_MS)
  let said = ''
  let dying = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    if (dying || !said.includes(`${moment}\n`)) return
    dying = true
    setTimeout(() => child.kill('SIGKILL'), moment === 'opening' ? life / 4 : life)
  })
  await once(child, 'close')
  if (child.signalCode !== 'SIGKILL') throw new Error(`${seed}: the program ended by itself`)
  return said.split('\n').filter((line) => line !== '')
}

async function delivered(root: string): Promise<Fingerprint[]> {
  const commits: Fingerprint[] = []
  const journal = await openJournal({
    ...realJournal(root),
    onCommit: (commit) => void commits.push(fingerprint(commit)),
  })
  await journal.close()
  return commits
}
