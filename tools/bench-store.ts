/** `npm run bench:store`: the store alone, without the window (`test/bench/store/run.ts`). */
import { runSteps } from './steps.ts'

const command = ['test/bench/store/run.ts', ...process.argv.slice(2)]
process.exit(runSteps([{ name: 'bench of the store', command }]) ? 0 : 1)
