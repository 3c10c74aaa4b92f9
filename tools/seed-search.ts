/**
 * `npm run seed:search`: promise P8, the seeds of many issuances searched for wherever they must not be.
 *
 *   npm run seed:search            1,000 issuances
 *   npm run seed:search -- 50      so many
 */
import { runSteps, tool } from './steps.ts'

const [issuances = '1000'] = process.argv.slice(2)
const ok = runSteps([
  {
    name: `the seeds of ${issuances} issuances`,
    command: tool(
      'vitest/vitest.mjs',
      'run',
      'test/issuance/seed-search.test.ts',
      '--disable-console-intercept',
    ),
    env: { SEED_SEARCH_ISSUANCES: issuances },
  },
])
process.exit(ok ? 0 : 1)
