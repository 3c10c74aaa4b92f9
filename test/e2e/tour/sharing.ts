/** 共有: a second user registers the colleague's fob. */
import { expect } from '../support/expect.ts'
import { askLogin, openActivation, register } from './activation.ts'
import { approveHere, fillForm, openForm } from './application.ts'
import { userOf } from './customer.ts'
import type { Step } from './tour.ts'

export const applyForSharing: Step = {
  title: '二人目の利用者が同じトークンを共有する申込',
  async play(tour) {
    const { loginId } = userOf(tour, 1)
    await openForm(tour, loginId)
    await fillForm(tour, { kind: '3', heading: '共有の申込', receiptNo: 'K-1002' })
    await expect(tour.page.getByRole('checkbox', { name: new RegExp(loginId) })).toBeChecked()
    await tour.picture('sharing-form')
    await tour.keys.press('F12')
    await tour.focused(tour.button(/^役席の承認を受ける/))
    await tour.keys.press('Enter')
    await approveHere(tour)
  },
}

export const activateShared: Step = {
  title: '共有の利用者が利用開始登録をする',
  async play(tour) {
    const { loginId } = userOf(tour, 1)
    await register(tour, loginId, tour.facts.serial, 'shared-registration')
    await tour.go('1', '今日の仕事')
    await openActivation(tour, loginId)
    await askLogin(tour)
    await tour.see('ログインIDとパスワードに加え、ワンタイムパスワードが必要です。')
  },
}
