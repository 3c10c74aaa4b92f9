/**
 * `npm run store:faults`: promises P1, P2 and P3 of the store at full size (docs/store.md).
 *
 *   npm run store:faults                          everything
 *   npm run store:faults -- simulated 50000       faults at every call of a simulated disk, at least so many cases
 *   npm run store:faults -- simulated 50000 SEED  the same with another seed
 *   npm run store:faults -- replay NAME           one case again, by the name that a failure printed
 *   npm run store:faults -- kill 500              kill -9 of a real program in a real folder
 *   npm run store:faults -- tampering             every flipped bit, truncation, rearrangement
 *   npm run store:faults -- rollback              the last 100 states put back
 */
import { caseOf, runCase } from '../test/main/journal/faults/case.ts'
import { sweep, tallyLines } from '../test/main/journal/faults/sweep.ts'
import { killMany } from '../test/store/kill/kill.ts'
import { rollBack } from '../test/store/rollback/rollback.ts'
import { attacks } from '../test/store/tampering/all.ts'

async function simulated(cases = '50000', seed = new Date().toISOString().slice(0, 10)): Promise<boolean> {
  console.log(`[store] faults of a simulated disk, seed ${seed}, at least ${cases} cases`)
  const tally = await sweep({ seed, cases: Number(cases), onWork: (done) => progress(`${done} cases`) })
  for (const line of tallyLines(tally)) console.log(line)
  for (const { name } of tally.broken) console.log(`again: npm run store:faults -- replay ${name}`)
  return tally.broken.length === 0
}

async function replay(name = ''): Promise<boolean> {
  console.log(await runCase(caseOf(name)))
  return true
}

async function kill(kills = '500', seed = new Date().toISOString()): Promise<boolean> {
  console.log(`[store] ${kills} times kill -9, seed ${seed}`)
  const sum = await killMany({ kills: Number(kills), seed, onKill: (done) => progress(`${done} kills`) })
  console.log(sum)
  return true
}

async function tampering(): Promise<boolean> {
  let unseen = 0
  for (const { name, full } of attacks) {
    const found = await full()
    const answers = [...found.answers].map(([answer, count]) => `${answer} ${count}`).join(', ')
    console.log(`[store] ${name}: ${found.tried} tried, ${found.unseen.length} unseen (${answers})`)
    for (const line of found.unseen.slice(0, 20)) console.log(`  ${line}`)
    unseen += found.unseen.length
  }
  return unseen === 0
}

async function rollback(states = '100'): Promise<boolean> {
  const found = await rollBack({ states: Number(states), goneOnStride: 10 })
  const expected = {
    folderAlone: /JOURNAL_TAMPERED|STORE_MISSING/,
    wholeDisk: /STORE_ROLLED_BACK/,
    wholeDiskAndGoneOn: /DEVICE_QUARANTINED/,
  } as const
  const wrong = Object.entries(expected).map(([what, code]) => {
    const answers = found[what as keyof typeof expected]
    const others = answers.filter((answer) => !code.test(answer))
    console.log(`[store] rolled back, ${what}: ${answers.length} states, ${others.length} not ${code.source}`)
    return others.length
  })
  return wrong.every((count) => count === 0)
}

function progress(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r${text} `)
}

const tasks = { simulated, kill, tampering, rollback, replay }
const [name, ...rest] = process.argv.slice(2)
const chosen = Object.entries(tasks).find(([task]) => task === name)
let ok: boolean
if (name === undefined) {
  ok = true
  for (const task of [simulated, kill, tampering, rollback]) ok = (await task()) && ok
} else if (chosen === undefined) {
  console.error(`no such task: ${name}`)
  ok = false
} else {
  ok = await chosen[1](...rest)
}
process.exit(ok ? 0 : 1)
