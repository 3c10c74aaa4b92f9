/**
 * What `npm run bench` runs when all is built: the figures of docs/figures.md, on a training store of 100,000
 * fobs. A figure over its bar is said, not failed: the exit code is 1 only when something could not be measured.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { launch, settled } from './app.ts'
import { figureSchema, table, verdictOf, type Figure } from './figures.ts'
import { measureOpening } from './opening.ts'
import { measureScreens } from './screens.ts'
import { measureScrolling } from './scrolling.ts'
import { measureStart } from './start.ts'
import { copyOf, trainingStore, type TrainingStore } from './training-store.ts'
import { measureTyping } from './typing.ts'
import { chooseShell } from '../stand-in/choose-shell.ts'
import { root } from '../../tools/steps.ts'

const store = await trainingStore()
const { fobs, users, events, journalBytes, seconds } = store.record
const machine = {
  date: new Date().toISOString(),
  cpu: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
  memoryGB: Math.round(totalmem() / 1e9),
  /** Running processes over the last minute before the run: above the number of cores, every time is too long. */
  loadBefore: loadavg()[0],
  shell: chooseShell().sentence,
  store: {
    fobs,
    users,
    events,
    journalMB: Math.round(journalBytes / 1e6),
    madeInSeconds: Math.round(seconds),
  },
}
console.log(JSON.stringify(machine, null, 2))

const figures: Figure[] = []
const missing: string[] = []
await measure('in the main process', store, async (data) => inMain(data))
await measure('start', store, measureStart)
await measure('screens', store, inWindow)

console.log(`\n${table(figures)}\n`)
console.log('Keystrokes of one application and its issuance: counted by the journey, `npm test` (test/e2e).')
console.log(`load ${machine.loadBefore?.toFixed(1)} before the run, ${loadavg()[0]?.toFixed(1)} after it`)
const over = figures.filter((figure) => verdictOf(figure) === 'over').length
console.log(
  `${figures.length} figures, ${over} over their bar; not measured: ${missing.join(', ') || 'none'}`,
)
mkdirSync(join(root, 'test-results'), { recursive: true })
writeFileSync(
  join(root, 'test-results', 'bench.json'),
  JSON.stringify({ machine, figures, missing }, null, 2),
)
process.exit(missing.length === 0 ? 0 : 1)

/** Each part runs on its own copy of the store; one that cannot be measured does not take the others with it. */
async function measure(
  name: string,
  of: TrainingStore,
  part: (data: string) => Promise<readonly Figure[]>,
): Promise<void> {
  console.log(`[bench] ${name} …`)
  const data = copyOf(of)
  try {
    figures.push(...(await part(data)))
  } catch (error) {
    missing.push(name)
    console.error(`[bench] ${name} could not be measured:`, error)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

/** In a process of its own, so that the bench's own memory and Playwright are not in its figures. */
function inMain(data: string): Figure[] {
  const program = join(root, 'test', 'bench', 'in-main.ts')
  const said = execFileSync(process.execPath, [program, data], { cwd: root, encoding: 'utf8' })
  return figureSchema.array().parse(JSON.parse(said))
}

async function inWindow(data: string): Promise<Figure[]> {
  const running = await launch(data)
  try {
    const opening = await measureOpening(running)
    await settled(running.page)
    const { page } = running
    return [
      ...opening,
      ...(await measureScreens(page)),
      ...(await measureTyping(page)),
      ...(await measureScrolling(page)),
    ]
  } finally {
    await running.app.close()
  }
}
