/** `npm run bench`: builds, then measures (`test/bench/run.ts`). */
import { ensureBuilt } from './build.ts'
import { ensureDebianPackages } from './debian.ts'
import { runSteps } from './steps.ts'

if (process.platform === 'linux' && !ensureDebianPackages()) process.exit(1)
ensureBuilt()
process.exit(runSteps([{ name: 'bench', command: ['test/bench/run.ts'] }]) ? 0 : 1)
