/**
 * `npm run planted [NAME…]`: breaks the real source, in a copy, by one patch file after another and asserts that
 * the tests named in it turn red. First that they are green without it.
 */
import { BrokenCopy } from '../test/planted/broken-copy.ts'
import { plantedPatches } from '../test/planted/patches.ts'

const wanted = process.argv.slice(2)
const patches = plantedPatches().filter(({ name }) => wanted.length === 0 || wanted.includes(name))
const copy = new BrokenCopy()
let missed = 0
try {
  const tests = [...new Set(patches.flatMap(({ caughtBy }) => caughtBy))]
  const { passed, failed } = copy.run(tests)
  console.log(`[planted] ${patches.length} patches; without them ${passed} tests pass, ${failed} fail`)
  missed += failed
  for (const patch of patches) {
    const verdict = copy.try(patch)
    if (verdict !== 'caught') missed++
    console.log(`${verdict.padEnd(14)} ${patch.name.padEnd(32)} ${patch.breaks}`)
  }
} finally {
  copy.remove()
}
console.log(`[planted] ${patches.length - missed} caught, ${missed} not`)
process.exit(missed === 0 && patches.length > 0 ? 0 : 1)
