/** A customer at a real browser, and what stands on the page before them. */
import type { Browser, Page } from '@playwright/test'
import { CONFIRMATION, PASSWORD } from '../site.ts'

export class Customer {
  readonly #page: Page
  readonly #address: string
  readonly #loginId: string

  private constructor(page: Page, address: string, loginId: string) {
    this.#page = page
    this.#address = address
    this.#loginId = loginId
  }

  static async open(browser: Browser, address: string, loginId: string): Promise<Customer> {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'ja-JP' })
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    return new Customer(page, address, loginId)
  }

  /** ログインID and パスワード; answers the title of the page that follows. */
  async logIn(): Promise<string> {
    await this.#page.context().clearCookies()
    await this.#page.goto(`${this.#address}/login`)
    await this.#page.getByLabel('ログインID').fill(this.#loginId)
    await this.#page.getByLabel('パスワード※').fill(PASSWORD)
    await this.press('ログイン')
    return this.title()
  }

  /** With the one-time password too. */
  async logInWith(code: string): Promise<string> {
    await this.logIn()
    return this.enterCode(code)
  }

  async enterCode(code: string): Promise<string> {
    await this.#page.getByLabel('ワンタイムパスワード※').fill(code)
    await this.press('認証確認')
    return this.title()
  }

  /** BLG3020. */
  async register(serial: string, code: string): Promise<string> {
    await this.#page.getByLabel('シリアル番号※').fill(serial)
    return this.enterCode(code)
  }

  /** 管理 → 利用者管理 → the work, by the manual's buttons. */
  async goTo(work: 'ワンタイムパスワードの利用停止解除' | 'トークンの失効'): Promise<void> {
    for (const name of ['管理', '利用者管理', work]) {
      await this.#page.getByRole('link', { name, exact: true }).first().click()
    }
  }

  async choose(loginId: string): Promise<void> {
    await this.#page.getByRole('checkbox', { name: loginId }).check()
  }

  async confirm(button: '停止解除' | '失効'): Promise<string> {
    await this.#page.getByLabel('確認用パスワード※').fill(CONFIRMATION)
    await this.press(button)
    return this.title()
  }

  async press(name: string): Promise<void> {
    await this.#page.getByRole('main').getByRole('button', { name }).click()
  }

  title(): Promise<string> {
    return this.#page.locator('h1').innerText()
  }

  text(): Promise<string> {
    return this.#page.getByRole('main').innerText()
  }

  /** The list's rows as the texts of their cells. */
  async rows(): Promise<readonly (readonly string[])[]> {
    const rows = await this.#page.locator('tbody tr:not(.remark)').all()
    return Promise.all(rows.map((row) => row.locator('td').allInnerTexts()))
  }
}
