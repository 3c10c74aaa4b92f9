/** A portal of its own for every test, listening, and what a customer does on it. */
import { test as base, type Page } from '@playwright/test'
import type { PortalBank } from '../../../hub/portal/bank.ts'
import type { CustomerLogins } from '../../../hub/portal/logins.ts'
import { BankDouble } from '../bank-double.ts'
import { CONFIRMATION, makeSite, PASSWORD, PREFIX } from '../site.ts'

export { CONFIRMATION, PASSWORD }

/** Serves until `stop`; the address of the portal. */
export async function serve(bank: PortalBank, logins?: CustomerLogins) {
  const site = await makeSite({ bank, ...(logins !== undefined && { logins }) })
  const origin = await site.app.listen({ port: 0, host: '127.0.0.1' })
  return { address: `${origin}${PREFIX}`, stop: () => site.stop(0) }
}

export const test = base.extend<{ bank: BankDouble; address: string }>({
  bank: async ({}, use) => use(new BankDouble()),
  address: async ({ bank }, use) => {
    const site = await serve(bank)
    await use(site.address)
    await site.stop()
  },
})

export async function logIn(page: Page, address: string, loginId: string, password = PASSWORD) {
  await page.goto(`${address}/login`)
  await page.locator('#loginId').fill(loginId)
  await page.locator('#password').fill(password)
  await page.locator('form.work button').click()
}

export async function enterCode(page: Page, code = '123456') {
  await page.locator('#code').fill(code)
  await page.locator('form.work button').click()
}

/** As far as the top page. */
export async function enter(page: Page, address: string, loginId = 'ichirodt') {
  await logIn(page, address, loginId)
  await enterCode(page)
}
