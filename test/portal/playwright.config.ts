import { defineConfig, devices } from '@playwright/test'
import { findChromium } from '../stand-in/cdp/find-chromium.ts'

/** Run by `npm test`; by itself: `npx playwright test --config test/portal/playwright.config.ts`. */
export default defineConfig({
  testDir: 'e2e',
  fullyParallel: true,
  outputDir: '../../test-results/portal',
  workers: 2,
  timeout: 120_000,
  retries: process.env.CI ? 1 : 0,
  expect: { timeout: 30_000 },
  use: {
    ...devices['Desktop Chrome'],
    launchOptions: { executablePath: findChromium(false), args: ['--no-sandbox'] },
    actionTimeout: 30_000,
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 1366, height: 768 },
  },
  // The file of the json report: PLAYWRIGHT_JSON_OUTPUT_FILE, which tools/test.ts sets.
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ? [['line'], ['json']] : [['line']],
})
