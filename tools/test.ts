/** `npm test`: everything, from lint to the journey in a browser; its last line counts the tests. */
import { chooseShell } from '../test/stand-in/choose-shell.ts'
import { ensureBuilt } from './build.ts'
import { ensureDebianPackages } from './debian.ts'
import { readySteps } from './ready.ts'
import { countLine, forgetReports, reports } from './reports.ts'
import { runSteps, tool } from './steps.ts'

forgetReports()
const shell = chooseShell()
console.log(`[fobdesk] ${shell.sentence}`)
if (process.platform === 'linux' && !ensureDebianPackages()) process.exit(1)

const playwright = (config: string, report: string) => ({
  command: tool('@playwright/test/cli.js', 'test', '--config', config),
  env: { ...shell.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
})

let ok = runSteps(readySteps)
if (ok) {
  ensureBuilt()
  ok = runSteps([
    {
      name: 'shell fidelity',
      ...playwright('test/stand-in/fidelity/playwright.config.ts', reports.fidelity),
    },
    { name: 'portal', ...playwright('test/portal/playwright.config.ts', reports.portal) },
    { name: 'end to end', ...playwright('test/e2e/playwright.config.ts', reports.endToEnd) },
  ])
}
console.log(countLine())
process.exit(ok ? 0 : 1)
