/** 事故届 of the shared fob, and a manager's approval of the revocation that follows. */
import { expect } from '../support/expect.ts'
import { signIn, signOut } from './session.ts'
import { staff, type Step } from './tour.ts'
import { userOf } from './customer.ts'

export const report: Step = {
  title: '電話で紛失の届出を受け、その場で停止する',
  async play(tour) {
    const { keys } = tour
    await tour.go('9', '事故届')
    await tour.focused(tour.page.getByRole('combobox', { name: /検索/ }))
    await keys.type(tour.facts.serial)
    await keys.press('Enter')
    await tour.see('直ちに停止される利用者')
    await keys.press('1')
    await keys.reach(tour.field(/届出人/))
    await keys.type(`${userOf(tour, 1).name}（本人）`)
    await tour.picture('incident')
    await keys.press('F12')
    await tour.see('事故届を受理しました。トークンを停止しました。')
    await tour.picture('incident-reported')
    await signOut(tour)
  },
}

export const approve: Step = {
  title: '別の役席が承認待ち一覧から失効を承認する',
  async play(tour) {
    const { keys, page } = tour
    await signIn(tour, '1002')
    await tour.go('3', '承認待ち一覧')
    const row = page.getByRole('row', { name: /事故届による失効/ })
    await expect(row).toBeVisible()
    await tour.focused(page.getByRole('grid', { name: '承認待ち一覧' }))
    await keys.press('End', 'Space')
    await expect(row).toHaveAttribute('aria-selected', 'true')
    await expect(page.getByRole('cell', { name: '失効中' })).toBeVisible()
    await tour.picture('approvals')
    await keys.press('F12')
    await tour.focused(tour.dialog().getByLabel('担当者パスワード').and(page.locator('input')))
    await keys.type(staff('1002').password)
    await tour.picture('approve')
    await keys.press('Enter')
    await tour.see('1 件を承認しました')
    await expect(tour.dialog()).toBeHidden()
    await expect(row).toHaveCount(0)
    await signOut(tour)
  },
}
