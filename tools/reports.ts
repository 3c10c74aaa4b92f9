/** Where the test runners leave their results, and the one line that counts them. */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { root } from './steps.ts'

export const reports = {
  unit: join(root, 'test-results', 'unit.json'),
  fidelity: join(root, 'test-results', 'fidelity.json'),
  portal: join(root, 'test-results', 'portal.json'),
  endToEnd: join(root, 'test-results', 'end-to-end.json'),
} as const

const vitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
})
const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
})

/** Old results must not be counted as this run's. */
export function forgetReports(): void {
  for (const file of Object.values(reports)) rmSync(file, { force: true })
}

/** `N passed, N failed, N skipped` over every runner that ran. */
export function countLine(): string {
  let passed = 0
  let failed = 0
  let skipped = 0
  for (const file of Object.values(reports)) {
    if (!existsSync(file)) continue
    const report: unknown = JSON.parse(readFileSync(file, 'utf8'))
    const vitest = vitestReport.safeParse(report)
    if (vitest.success) {
      passed += vitest.data.numPassedTests
      failed += vitest.data.numFailedTests
      skipped += vitest.data.numPendingTests
      continue
    }
    const { stats } = playwrightReport.parse(report)
    passed += stats.expected + stats.flaky
    failed += stats.unexpected
    skipped += stats.skipped
  }
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}
