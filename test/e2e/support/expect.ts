/** Playwright's assertions with a patience that suits a shared machine; a condition that holds ends the wait. */
import { expect as base } from '@playwright/test'

export const expect = base.configure({ timeout: 30_000 })
