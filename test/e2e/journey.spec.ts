/** The counter tour as the end-to-end test: each of its steps is a test, one desk lives through all of them. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { test } from '@playwright/test'
import { expect } from './support/expect.ts'
import { launchDesk } from './support/launch.ts'
import { steps } from './tour/steps.ts'
import { Tour } from './tour/tour.ts'

/** Keys of one application and its issuance that a queue at the counter can bear, the six digits apart. */
const BEARABLE_STROKES = 40

const folder = path.join(import.meta.dirname, '../../test-results/journey')
let tour: Tour

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  const userData = path.join(folder, 'desk')
  mkdirSync(userData, { recursive: true })
  tour = new Tour(await launchDesk(userData), folder)
  await tour.page.context().tracing.start({ screenshots: true, snapshots: true })
})

// oxlint-disable-next-line no-empty-pattern -- Playwright reads the needed fixtures off the pattern
test.afterEach(async ({}, testInfo) => {
  if (testInfo.status === testInfo.expectedStatus) return
  await tour.picture('failed')
  await tour.page.context().tracing.stop({ path: testInfo.outputPath('trace.zip') })
})

test.afterAll(async () => {
  await tour.app.close()
})

for (const { title, play } of steps) test(title, () => play(tour))

test('申込から発行までの打鍵が少ない', () => {
  for (const note of tour.notes) console.log(note)
  expect(tour.facts.strokes).toBeGreaterThan(0)
  expect(tour.facts.strokes).toBeLessThanOrEqual(BEARABLE_STROKES)
})

test('送付状・宛名ラベルが PDF で残る', () => {
  expect(readdirSync(tour.output.papers).filter((file) => file.endsWith('.pdf'))).toHaveLength(2)
})
