import { defineConfig } from '@playwright/test'

/** Run with `npx playwright test -c test/stand-in/fidelity`. */
export default defineConfig({
  testDir: '.',
  outputDir: '../../../test-results/stand-in',
  timeout: 60_000,
  workers: 2,
  fullyParallel: true,
  reporter: 'list',
})
