/** Every screen, dialog and cover, in both languages, against the rules of axe: nothing serious, nothing critical. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test, type Page } from '@playwright/test'
import { applied, freshCustomers, issued, openTraining, spareFobs } from './support/arrange.ts'
import { call, credentialsOf, MANAGER, TELLER } from './support/bridge.ts'
import { launchDesk, type Desk } from './support/launch.ts'

let desk: Desk
let page: Page

test.beforeAll(async ({}, testInfo) => {
  desk = await openTraining(testInfo.outputPath('data'), TELLER)
  page = desk.page
  await furnish()
})

test.afterAll(() => desk.app.close())

/** Something stands in every queue. */
async function furnish(): Promise<void> {
  const customer = freshCustomers(page)
  const spare = spareFobs(page)
  for (const delivery of ['mail', 'counter'] as const) {
    await issued(page, await applied(page, { ...(await customer()), delivery }, MANAGER), await spare())
  }
  await applied(page, await customer(), MANAGER)
  await applied(page, await customer())
}

/** Adds what is wrong on the screen as it stands to the test's list. */
async function look(what: string): Promise<void> {
  // The legacy mode runs axe in this page alone; the other opens a blank second one, which our shell refuses.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => ({ id, target, failureSummary })))
  expect.soft(grave, what).toEqual([])
}

async function speak(language: 'ja' | 'en'): Promise<void> {
  await call(page, 'desk.setLanguage', { language })
  await expect(page.locator('html')).toHaveAttribute('lang', language)
}

async function signIn(staffNo: string, language: 'ja' | 'en'): Promise<void> {
  await speak(language)
  const { phase } = await call(page, 'desk.status', {})
  if (phase !== 'signIn') await call(page, 'session.signOut', {})
  await call(page, 'session.signIn', credentialsOf(staffNo))
  await page.getByRole('main').waitFor()
}

const screens = [
  '/',
  '/application',
  '/application?contractNo=1000001',
  '/application?applicationId=training-shiro',
  '/approvals',
  '/issuance',
  '/dispatch',
  '/activation',
  '/activation?contractNo=1000002',
  '/unlock',
  '/unlock?contractNo=1000001',
  '/revocation',
  '/revocation?contractNo=1000002',
  '/incident',
  '/incident?serial=12345678',
  '/elsewhere',
  '/inventory',
  '/tasks',
  '/audit',
  '/settings',
  '/fob?serial=12345678',
  '/mix-up',
  '/nowhere',
] as const

async function show(path: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash
  }, path)
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('.mantine-Loader-root')).toHaveCount(0)
}

test('a planted fault is seen: the rules do run under our pages’ policy', async () => {
  await page.evaluate(() => document.querySelector('main')?.append(document.createElement('input')))
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  expect(violations.map(({ id }) => id)).toContain('label')
})

for (const language of ['ja', 'en'] as const) {
  test(`every screen (${language})`, async () => {
    test.setTimeout(180_000)
    await signIn(MANAGER, language)
    for (const path of screens) {
      await show(path)
      await look(path)
    }
  })

  test(`the tabs (${language})`, async () => {
    await speak(language)
    for (const path of ['/application', '/dispatch', '/settings']) {
      await show(path)
      for (const tab of await page.getByRole('tab').all()) {
        await tab.click()
        await look(`${path} ${await tab.innerText()}`)
      }
    }
  })

  test(`dialogs, the form, the customer’s turn, a refusal (${language})`, async () => {
    await speak(language)
    await show('/')
    for (const key of ['F1', 'Control+k']) {
      await page.keyboard.press(key)
      await page.getByRole('dialog').waitFor()
      await look(key)
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
    }
    await show('/application?contractNo=1000002')
    await page.getByRole('button', { name: /^(新規申込|New application)/ }).click()
    await page.keyboard.press('F12')
    await expect(page.locator('[data-problem], [aria-invalid=true]').first()).toBeVisible()
    await look('the form with what is missing')
    await show('/approvals')
    await page.getByRole('row').filter({ hasText: 'K-100' }).or(page.getByRole('row').nth(1)).first().click()
    await page.keyboard.press('F12')
    await page.getByRole('dialog').waitFor()
    await look('approval')
    await page.keyboard.press('Escape')
    await show('/activation?contractNo=1000002')
    await page.getByRole('radio', { name: /saburodt/ }).check({ force: true })
    await page.getByRole('checkbox').check()
    await page.keyboard.press('F12')
    await page.getByRole('dialog').waitFor()
    await look('the customer’s turn')
    await page.keyboard.press('Escape')
    await show('/inventory')
    await page.getByRole('grid').getByRole('row').nth(1).click()
    await look('a fob chosen in stock')
  })
}

for (const language of ['ja', 'en'] as const) {
  test(`lock cover and sign-in, with a wrong password (${language})`, async () => {
    await signIn(TELLER, language)
    await call(page, 'session.lock', {})
    await page.locator('dialog[open]').waitFor()
    await look('lock cover')
    await page.locator('dialog input').fill('wrong')
    await page.locator('dialog input').press('Enter')
    await expect(page.getByRole('alert').filter({ hasText: /./ }).first()).toBeVisible()
    await look('lock cover, a wrong password')
    await call(page, 'session.unlock', { password: credentialsOf(TELLER).password })
    await call(page, 'session.signOut', {})
    await look('sign-in')
    const [number, password] = [page.locator('input').first(), page.locator('input[type=password]')]
    await number.fill('2001')
    await password.fill('wrong')
    await password.press('Enter')
    await expect(page.getByRole('alert').filter({ hasText: /./ }).first()).toBeVisible()
    await look('sign-in refused')
  })
}

test('the start and the enrolment', async ({}, testInfo) => {
  const first = await launchDesk(testInfo.outputPath('new'))
  const { page: before } = first
  await before.getByRole('button', { name: '登録を始める' }).waitFor()
  const training = page
  page = before
  for (const language of ['ja', 'en'] as const) {
    await speak(language)
    await look(`start ${language}`)
    await before.getByRole('button', { name: /登録を始める|Begin/ }).click()
    // Nobody listens there.
    await before.locator('input').first().fill('127.0.0.1:1')
    await before.locator('input').last().fill('ABCD')
    await before.getByRole('button', { name: /^(次へ|Next)$/ }).click()
    await expect(before.getByRole('alert').filter({ hasText: /./ }).first()).toBeVisible()
    await look(`enrolment ${language}`)
    await before.getByRole('button', { name: /^(やめる|Cancel)$/ }).click()
  }
  page = training
  await first.app.close()
})
