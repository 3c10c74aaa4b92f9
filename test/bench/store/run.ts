/**
 * `npm run bench:store`: the speed table of docs/store.md at 1,000, 10,000 and 100,000 fobs with ten events each, in
 * turn with a bare append + fdatasync and with SQLCipher on the same disk. A figure over its bar is said, not failed:
 * the exit code is 1 only when something could not be measured. `--fobs=1000,10000` measures those sizes only.
 */
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { z } from 'zod'
import { root } from '../../../tools/steps.ts'
import { table, verdictOf, type Figure } from '../figures.ts'
import { madeOf } from '../made-of.ts'
import type { Summary } from '../statistics.ts'

const SIZES = [1_000, 10_000, 100_000]
const sizes = process.argv
  .find((argument) => argument.startsWith('--fobs='))
  ?.slice('--fobs='.length)
  .split(',')
  .map(Number)

/** What decides the bytes of a store: a change in any of these makes it anew. */
const madeBy = ['domain', 'protocol', 'main', 'test/bench/store', 'test/bench/desk-over.ts']

const spread = z.object({ count: z.int(), p50: z.number(), p99: z.number(), worst: z.number() })
const unlocked = z.object({ ours: spread, theirs: spread, peak: z.number() })
const worked = z.object({
  prefix: spread,
  substring: spread,
  page: spread,
  counts: spread,
  history: spread,
  bare: spread,
  commit: spread,
  peerCommit: spread,
  stall: z.number(),
  bareRate: z.number(),
  commitRate: z.number(),
  peerCommitRate: z.number(),
  peak: z.number(),
})
const rebuilt = z.object({ seconds: z.number(), peak: z.number() })

const machine = {
  date: new Date().toISOString(),
  cpu: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
  memoryGB: Math.round(totalmem() / 1e9),
  loadBefore: loadavg()[0],
}
console.log(JSON.stringify(machine, null, 2))

const cache = join(root, '.cache', 'bench-store', madeOf(madeBy))
const built = join(cache, 'built')
await buildMeasure()
const commitP50 = new Map<number, number>()
const results: Record<string, readonly Figure[]> = {}
for (const fobs of sizes ?? SIZES) {
  const figures = measured(fobs)
  results[fobs] = figures
  console.log(`\n${fobs.toLocaleString('en')} fobs\n${table(figures)}`)
}
console.log(`\nload ${machine.loadBefore?.toFixed(1)} before the run, ${loadavg()[0]?.toFixed(1)} after it`)
const verdicts = Object.values(results).flat().map(verdictOf)
const over = verdicts.filter((verdict) => verdict === 'over').length
console.log(`${verdicts.length} figures, ${over} over their bar`)
mkdirSync(join(root, 'test-results'), { recursive: true })
writeFileSync(join(root, 'test-results', 'bench-store.json'), JSON.stringify({ machine, results }, null, 2))

function measured(fobs: number): Figure[] {
  const made = make(fobs)
  const unlock = onCopy(made, 'unlock', unlocked)
  const work = onCopy(made, 'work', worked)
  const cold = onCopy(made, 'rebuild', rebuilt, (copy) => {
    for (const snapshot of snapshotsIn(copy)) rmSync(snapshot)
  })
  commitP50.set(fobs, work.commit.p50)
  const smallest = commitP50.get((sizes ?? SIZES)[0] as number) as number
  return [
    ...ratios('commit, durable, to a bare append + fdatasync', work.commit, work.bare, { p50: 2, p99: 2.5 }),
    ...ratios('commit, durable, to SQLCipher', work.commit, work.peerCommit, { p50: 1, p99: 1 }),
    figure('commit, p50, to the same at the smallest store', '×', work.commit.p50 / smallest, 1.25),
    ...times('commit, durable', work.commit, { worst: 25 }),
    ...times('bare append of 500 bytes + fdatasync', work.bare, {}),
    ...times('SQLCipher, the same work', work.peerCommit, {}),
    figure('longest turn of the event loop while committing', 'ms', work.stall, 25),
    figure(
      '5,000 commits/s with 16 callers, to what was reached',
      '×',
      5000 / work.commitRate,
      1,
      rates(work),
    ),
    figure('unlock to the first screen, p50', 's', unlock.ours.p50 / 1000, 1, `n = ${unlock.ours.count}`),
    figure('the same, worst', 's', unlock.ours.worst / 1000, null),
    figure('the same to SQLCipher with the same Argon2id, p50', '×', unlock.ours.p50 / unlock.theirs.p50, 1),
    figure('memory, peak until the first screen', 'MB', unlock.peak, 250),
    figure('memory, peak of the whole work', 'MB', work.peak, 250),
    ...times('search, beginnings', work.prefix, { p99: 5 }),
    ...times('search, parts', work.substring, { p99: 10 }),
    ...times('inventory page of 200', work.page, { p99: 5 }),
    ...times('inventory counts', work.counts, { p99: 1 }),
    ...times("one fob's history", work.history, { p99: 10 }),
    figure('cold rebuild from the journal alone', 's', cold.seconds, 10, `peak ${cold.peak.toFixed(0)} MB`),
  ]
}

function rates({ bareRate, commitRate, peerCommitRate }: z.infer<typeof worked>): string {
  const said = (rate: number): string => Math.round(rate).toLocaleString('en')
  return `${said(commitRate)}/s; SQLCipher ${said(peerCommitRate)}/s, bare ${said(bareRate)}/s`
}

function figure(name: string, unit: Figure['unit'], value: number, bar: number | null, note = ''): Figure {
  return { name, unit, value, bar, note }
}

type Bars = { readonly p50?: number; readonly p99?: number; readonly worst?: number }

function ratios(name: string, ours: Summary, theirs: Summary, bars: Bars): Figure[] {
  return (['p50', 'p99'] as const).map((which) =>
    figure(`${name}, ${which}`, '×', ours[which] / theirs[which], bars[which] ?? null),
  )
}

function times(name: string, summary: Summary, bars: Bars): Figure[] {
  return (['p50', 'p99', 'worst'] as const).map((which) =>
    figure(`${name}, ${which}`, 'ms', summary[which], bars[which] ?? null),
  )
}

/** The folder of a made store; never run on, only copied. */
function make(fobs: number): string {
  const folder = join(cache, String(fobs))
  const done = join(folder, 'made.json')
  if (!existsSync(done)) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    console.log(`[bench] making a store of ${fobs} fobs …`)
    writeFileSync(done, run(join(root, 'test/bench/store/fill.ts'), folder, String(fobs)))
  }
  console.log(`[bench] ${fobs} fobs: ${readFileSync(done, 'utf8').trim()}`)
  return folder
}

/** Each measurement in a process of its own on its own copy: none pays for another's memory or leftovers. */
function onCopy<T>(
  made: string,
  mode: string,
  schema: z.ZodType<T>,
  prepare = (_: string): void => undefined,
): T {
  const copy = mkdtempSync(join(tmpdir(), 'fobdesk-bench-'))
  try {
    cpSync(made, copy, { recursive: true })
    prepare(copy)
    return schema.parse(JSON.parse(run(join(built, 'measure.js'), mode, copy)))
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

function run(program: string, ...given: readonly string[]): string {
  return execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...given], {
    cwd: root,
    encoding: 'utf8',
  })
}

/** As the product runs: built like it, not TypeScript that is stripped while it loads, in the password's thread too. */
async function buildMeasure(): Promise<void> {
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      target: 'node24',
      outDir: built,
      emptyOutDir: true,
      rollupOptions: {
        input: ['test/bench/store/measure.ts', 'main/keyring/argon2-worker.ts'],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
}

function snapshotsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.startsWith('snapshot-'))
    .map((entry) => join(entry.parentPath, entry.name))
}
