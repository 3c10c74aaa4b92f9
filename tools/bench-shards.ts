/** `npm run bench:shards`: verification over several databases (`test/bench/hub/run.ts`). */
import { runSteps } from './steps.ts'

const command = ['test/bench/hub/run.ts', 'shards', ...process.argv.slice(2)]
process.exit(runSteps([{ name: 'bench of head office', command }]) ? 0 : 1)
