/** `npm run bench:hub`: verifications, the drain of many branches and their bytes (`test/bench/hub/run.ts`). */
import { runSteps } from './steps.ts'

const command = ['test/bench/hub/run.ts', 'hub', ...process.argv.slice(2)]
process.exit(runSteps([{ name: 'bench of head office', command }]) ? 0 : 1)
