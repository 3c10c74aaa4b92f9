/** `npm run ready`: everything that needs no window. The first part of `npm test`. */
import { fileURLToPath } from 'node:url'
import { reports } from './reports.ts'
import { runSteps, tool, type Step } from './steps.ts'

export const readySteps: readonly Step[] = [
  { name: 'lint', command: tool('oxlint/bin/oxlint', '--deny-warnings') },
  { name: 'format', command: tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.') },
  { name: 'types', command: tool('typescript/bin/tsc', '-b') },
  {
    name: 'boundaries',
    command: tool(
      'dependency-cruiser/bin/dependency-cruiser.mjs',
      '--config',
      '.dependency-cruiser.cjs',
      'domain',
      'protocol',
      'preload',
      'programmer',
      'main',
      'hub',
      'renderer',
    ),
  },
  { name: 'unused code', command: tool('knip/bin/knip.js') },
  {
    name: 'unit tests',
    command: tool(
      'vitest/vitest.mjs',
      'run',
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${reports.unit}`,
    ),
  },
]

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exit(runSteps(readySteps) ? 0 : 1)
