/**
 * Every page in both languages: nothing for axe to find, nothing wider than the screen, nothing of the other
 * language, no error of the browser (its content security policy included).
 */
import path from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { refuse } from '../../../domain/refuse.ts'
import type { BankDouble } from '../bank-double.ts'
import { CONFIRMATION, enter, enterCode, logIn, test } from './portal.ts'

interface Scene {
  readonly page: Page
  readonly address: string
  readonly bank: BankDouble
}

const at = (path_: string) => async (scene: Scene) => {
  await enter(scene.page, scene.address)
  await scene.page.goto(`${scene.address}${path_}`)
}
const UNLOCK = '/management/users/unlock'
const REVOCATION = '/management/users/revocation'

async function carryOut({ page }: Scene, loginId: string, confirmation = CONFIRMATION) {
  await page.locator(`#user-${loginId}`).check()
  await page.locator('#confirmation').fill(confirmation)
  await page.locator('.buttons button').click()
}

async function refusedLogin(scene: Scene, refusal: ReturnType<typeof refuse>) {
  scene.bank.steps.set('ichirodt', refusal)
  await logIn(scene.page, scene.address, 'ichirodt')
}

async function registering(scene: Scene) {
  scene.bank.steps.set('ichirodt', 'passwordThenRegistration')
  await logIn(scene.page, scene.address, 'ichirodt')
}

const scenes: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  login: async ({ page, address }) => void (await page.goto(`${address}/login`)),
  'login-wrong': ({ page, address }) => logIn(page, address, 'ichirodt', 'falsch'),
  'login-ended': async ({ page, address }) => void (await page.goto(`${address}/login?ended=idle`)),
  registration: registering,
  'registration-refused': async (scene) => {
    await registering(scene)
    scene.bank.codes = refuse('SERIAL_FORM')
    await scene.page.locator('#serial').fill('1234')
    await enterCode(scene.page)
  },
  otp: ({ page, address }) => logIn(page, address, 'ichirodt'),
  'otp-wrong': async ({ page, address, bank }) => {
    bank.codes = refuse('OTP_WRONG')
    await logIn(page, address, 'ichirodt')
    await enterCode(page, '000000')
  },
  clock: async ({ page, address }) => {
    await logIn(page, address, 'ichirodt')
    await page.locator('main a').last().click()
  },
  'refused-stopped': (scene) =>
    refusedLogin(scene, refuse('USER_STOPPED', { loginId: 'ichirodt', cause: 'failures' })),
  'refused-waiting': async (scene) => {
    scene.bank.waiting = scene.bank.time + 25 * 60_000
    await refusedLogin(scene, refuse('WAITING_TIME', { until: '2026-11-24 10:25' }))
  },
  'refused-expired': (scene) => refusedLogin(scene, refuse('TOKEN_EXPIRED')),
  'refused-start-date': (scene) =>
    refusedLogin(scene, refuse('BEFORE_START_DATE', { startDate: '2026-12-01' })),
  'refused-revoked': (scene) => refusedLogin(scene, refuse('USER_REVOKED', { loginId: 'ichirodt' })),
  top: ({ page, address }) => enter(page, address),
  'top-registered': async (scene) => {
    await registering(scene)
    await scene.page.locator('#serial').fill('23456789')
    await enterCode(scene.page)
  },
  business: at('/management'),
  work: at('/management/users'),
  unlock: at(UNLOCK),
  'unlock-refused': async (scene) => {
    await at(UNLOCK)(scene)
    await carryOut(scene, 'hanakodt', 'falsch')
  },
  'unlock-result': async (scene) => {
    await at(UNLOCK)(scene)
    await carryOut(scene, 'hanakodt')
  },
  revocation: at(REVOCATION),
  'revocation-last-administrator': async (scene) => {
    scene.bank.lastAdministrator = true
    await at(REVOCATION)(scene)
    await carryOut(scene, 'ichirodt')
  },
  'revocation-result': async (scene) => {
    await at(REVOCATION)(scene)
    await carryOut(scene, 'sakikodt')
  },
  help: at('/help'),
  forbidden: async (scene) => {
    await enter(scene.page, scene.address, 'shirodt')
    await scene.page.goto(`${scene.address}/management`)
  },
  'not-found': at('/no-such-page'),
  stale: async ({ page, address }) => {
    await page.goto(`${address}/login`)
    await page.context().clearCookies({ name: 'portal-entrance' })
    await page.locator('form.work button').click()
  },
}

const sizes = { desktop: { width: 1366, height: 768 }, phone: { width: 375, height: 667 } } as const

for (const language of ['ja', 'en'] as const) {
  for (const [name, play] of Object.entries(scenes)) {
    test(`nothing for axe to find, nothing too wide: ${name} (${language})`, async ({
      page,
      address,
      bank,
    }) => {
      const broken = watch(page)
      await page.goto(`${address}/login?lang=${language}`)
      await play({ page, address, bank })
      await expect(page.locator('html')).toHaveAttribute('lang', language)
      await expect(page.locator('h1')).toHaveCount(1)
      if (language === 'en') expect(await foreign(page)).toEqual([])
      for (const [device, size] of Object.entries(sizes)) {
        await page.setViewportSize(size)
        // What axe looks at differs with the width (rows become cards), not with the language.
        if (device === 'desktop' || language === 'ja') expect(await findings(page)).toEqual([])
        const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect(tooWide, device).toBeLessThanOrEqual(0)
        if (process.env.PORTAL_PICTURES) await picture(page, `${name}-${language}-${device}`)
      }
      expect(broken).toEqual([])
    })
  }
}

/** To look at: `PORTAL_PICTURES=1`. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = path.join(import.meta.dirname, '../../../test-results/portal-pages')
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true })
}

/** What the browser complains of, but for the statuses of pages that refuse. */
function watch(page: Page): string[] {
  const broken: string[] = []
  page.on('pageerror', (error) => broken.push(error.message))
  page.on('console', (message) => {
    const refusing = /status of 4\d\d/.test(message.text())
    if (message.type() === 'error' && !refusing) broken.push(message.text())
  })
  return broken
}

async function findings(page: Page): Promise<readonly string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}

/** Japanese on an English page that is no name of a person or company, and not the link to the other language. */
async function foreign(page: Page): Promise<readonly string[]> {
  const texts = await page.evaluate(() => {
    const found: string[] = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const holder = walker.currentNode.parentElement
      if (holder?.closest('[lang=ja]') === null) found.push(walker.currentNode.textContent ?? '')
    }
    return found
  })
  const names = /データ(?:一郎|花子|二郎|三郎|四郎|太郎|さき子|商事株式会社)/g
  return texts.filter((text) => /[぀-ヿ㐀-鿿]/.test(text.replace(names, '')))
}
