/**
 * `npm run hostile`: hostile bytes against every parser that hears a reader, a fob, a supplier's PSKC file or a scanned
 * label, hostile requests against head office's server, its key files and rows as somebody has changed them, and
 * hostile calls of every endpoint of the verification API, 100,000 inputs each.
 *
 *   npm run hostile                 every surface
 *   npm run hostile -- 5000 42      so many inputs each, from this seed on
 */
import { runHostile, surfaces } from '../test/emulators/hostile.ts'
import { apiSurfaces, runHostileApi } from '../test/hub/api/hostile.ts'
import { hubSurfaces, runHostileHub } from '../test/hub/http/hostile.ts'
import { keySurfaces, runHostileKeys } from '../test/hub/keys/hostile.ts'

const runs = [
  ...Object.keys(surfaces).map((name) => ({ name, run: runHostile })),
  ...Object.keys(hubSurfaces).map((name) => ({ name, run: runHostileHub })),
  ...Object.keys(keySurfaces).map((name) => ({ name, run: runHostileKeys })),
  ...Object.keys(apiSurfaces).map((name) => ({ name, run: runHostileApi })),
]

const [count = '100000', seed = String(Date.now() % 1_000_000_000)] = process.argv.slice(2)
console.log(`[hostile] ${count} inputs for each surface, seed ${seed}`)
for (const { name, run } of runs) {
  const begun = Date.now()
  try {
    const taken = await run(name, Number(count), Number(seed))
    console.log(`[hostile] ${name}: ${count} inputs, ${taken} taken, no finding (${Date.now() - begun} ms)`)
  } catch (error) {
    console.error('[hostile] FINDING', error)
    process.exitCode = 1
  }
}
