/** 利用開始登録 at the counter, and what the login answers. */
import { expect } from '../support/expect.ts'
import { findCustomer, userOf } from './customer.ts'
import { advanceUntil, pressFob } from './training-tools.ts'
import type { Step, Tour } from './tour.ts'

/** Opens 利用開始登録 for the customer with this user chosen. */
export async function openActivation(tour: Tour, loginId: string): Promise<void> {
  await tour.go('6', /利用開始登録/)
  await findCustomer(tour, loginId)
  await expect(tour.page.getByRole('radio', { name: new RegExp(loginId) })).toBeChecked()
}

export interface Registration {
  readonly picture: string
  /** What the customer's screen must say. */
  readonly answer: RegExp
}

/** The customer's turn: serial and code typed on the large screen; the screen stays the customer's. */
export async function typeRegistration(
  tour: Tour,
  loginId: string,
  serial: string,
  { picture, answer }: Registration,
): Promise<void> {
  const { keys } = tour
  await openActivation(tour, loginId)
  const code = await pressFob(tour, serial)
  await keys.reach(tour.page.getByRole('checkbox', { name: /本人確認/ }))
  await keys.press('Space', 'F12')
  await tour.focused(tour.page.getByLabel(/シリアル番号※/))
  await keys.type(serial)
  await keys.press('Enter')
  await keys.type(code)
  await tour.picture(picture)
  await keys.press('Enter')
  await tour.see(answer)
  await tour.picture(`${picture}-answer`)
  tour.facts.usedCode = code
}

/** A registration that succeeds, and the screen handed back to staff. */
export async function register(tour: Tour, loginId: string, serial: string, picture: string): Promise<void> {
  await typeRegistration(tour, loginId, serial, { picture, answer: /^利用開始登録が完了しました/ })
  await tour.focused(tour.button('係員に戻す（Esc）'))
  await tour.keys.press('Enter')
  await tour.see(/の利用開始登録が完了しました/)
}

/** Asks the login table for the chosen user. */
export async function askLogin(tour: Tour): Promise<void> {
  await tour.keys.push(tour.button('ログインを照会'))
}

export async function tryCode(tour: Tour, code: string): Promise<void> {
  const field = tour.field(/ワンタイムパスワード（表示された6桁）/)
  await tour.keys.reach(field)
  await tour.keys.press('Control+a')
  await tour.keys.type(code)
  await tour.keys.press('Enter')
}

export const waitForStart: Step = {
  title: '研修用の時計を利用開始日まで進める',
  async play(tour) {
    await openActivation(tour, userOf(tour, 0).loginId)
    await askLogin(tour)
    await tour.see('ログインIDとパスワードでログインできます。')
    await tour.picture('before-start-date')
    await advanceUntil(tour, '1 日', async () => {
      await askLogin(tour)
      return tour.page.getByText(/利用開始登録画面（BLG3020）だけ/).isVisible()
    })
  },
}

export const activate: Step = {
  title: 'お客さまが利用開始登録をする',
  play: (tour) => register(tour, userOf(tour, 0).loginId, tour.facts.serial, 'registration'),
}

export const login: Step = {
  title: 'ログイン: 番号は一度だけ使える',
  async play(tour) {
    await askLogin(tour)
    await tour.see('ログインIDとパスワードに加え、ワンタイムパスワードが必要です。')
    await tryCode(tour, tour.facts.usedCode)
    await tour.see(/使用済み|次の番号/)
    await tour.picture('code-used')
    await startOver(tour)
    const code = await pressFob(tour, tour.facts.serial)
    await askLogin(tour)
    await tryCode(tour, code)
    tour.facts.usedCode = code
    await tour.see('ワンタイムパスワードが正しく、トップページが表示されます。')
    await tour.picture('logged-in')
  },
}

/** The screen as it is when it is opened for the first user. */
async function startOver(tour: Tour): Promise<void> {
  await tour.go('1', '今日の仕事')
  await openActivation(tour, userOf(tour, 0).loginId)
}

export const stop: Step = {
  title: '誤った番号を続けて入れると停止中になる',
  async play(tour) {
    await startOver(tour)
    const right = await pressFob(tour, tour.facts.serial)
    await askLogin(tour)
    for (let tries = 1; tries <= 5; tries += 1) {
      await tryCode(tour, wrong(right, tries))
      await tour.see(tries < 5 ? /正しくありません|誤り|違い/ : /停止/)
    }
    await tour.see('停止中')
    await tour.picture('stopped')
  },
}

/** Six digits that the fob does not show near now: far from the right ones. */
function wrong(right: string, tries: number): string {
  return String((Number(right) + tries * 111_111) % 1_000_000).padStart(6, '0')
}
