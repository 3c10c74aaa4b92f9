/**
 * `npm run hostile`: hostile bytes against every parser that hears a reader or a fob, 100,000 inputs each.
 *
 *   npm run hostile                 every surface
 *   npm run hostile -- 5000 42      so many inputs each, from this seed on
 */
import { runHostile, surfaces } from '../test/emulators/hostile.ts'

const [count = '100000', seed = String(Date.now() % 1_000_000_000)] = process.argv.slice(2)
console.log(`[hostile] ${count} inputs for each surface, seed ${seed}`)
for (const name of Object.keys(surfaces)) {
  const begun = Date.now()
  try {
    const taken = await runHostile(name, Number(count), Number(seed))
    console.log(`[hostile] ${name}: ${count} inputs, ${taken} taken, no finding (${Date.now() - begun} ms)`)
  } catch (error) {
    console.error('[hostile] FINDING', error)
    process.exitCode = 1
  }
}
