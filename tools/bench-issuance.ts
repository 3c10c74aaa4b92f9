/**
 * `npm run bench:issuance`: from the fob on the reader to "type the code", over real pcscd and over the virtual CCID
 * reader, with the device's own share subtracted (docs/hardware.md).
 *
 *   npm run bench:issuance            50 issuances each way
 *   npm run bench:issuance -- 200     so many
 */
import { ensureDebianPackages } from './debian.ts'
import { runSteps, tool } from './steps.ts'

if (process.platform === 'linux' && !ensureDebianPackages()) process.exit(1)
const [issuances = '50'] = process.argv.slice(2)
const ok = runSteps([
  {
    name: `the time of ${issuances} issuances each way`,
    command: tool(
      'vitest/vitest.mjs',
      'run',
      'test/issuance/timing/timing.test.ts',
      '--disable-console-intercept',
    ),
    env: { ISSUANCE_TIMINGS: issuances },
  },
])
process.exit(ok ? 0 : 1)
