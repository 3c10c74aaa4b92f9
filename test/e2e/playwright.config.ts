import { defineConfig } from '@playwright/test'

/** Run by `npm test`; by itself: `npx playwright test --config test/e2e/playwright.config.ts`. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/e2e',
  // One desk at a time: a step of the journey waits for the training clock, imports and the card, not for others.
  workers: 1,
  timeout: 180_000,
  // A machine that stalls for a moment must not stop a landing; a test that needed it is reported as flaky.
  retries: process.env.CI ? 1 : 0,
  expect: { timeout: 30_000 },
  // The file of the json report: PLAYWRIGHT_JSON_OUTPUT_FILE, which tools/test.ts sets.
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['line'], ['json']] : [['line']],
})
