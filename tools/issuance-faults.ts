/**
 * `npm run issuance:faults`: promise P10, issuances with a fault at every step in turn.
 *
 *   npm run issuance:faults                 1,000 runs
 *   npm run issuance:faults -- 5000 42      so many runs, from this seed on
 *   npm run issuance:faults -- 1 SEED       one run again, by the seed that a failure printed
 */
import { runSteps, tool } from './steps.ts'

const [runs = '1000', seed = '0'] = process.argv.slice(2)
const ok = runSteps([
  {
    name: `${runs} issuances with faults, from seed ${seed} on`,
    command: tool('vitest/vitest.mjs', 'run', 'test/issuance/faults.test.ts', '--disable-console-intercept'),
    env: { ISSUANCE_FAULT_RUNS: runs, ISSUANCE_FAULT_SEED: seed },
  },
])
process.exit(ok ? 0 : 1)
