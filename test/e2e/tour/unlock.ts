/** 利用停止解除 after an identity check. */
import { expect } from '../support/expect.ts'
import { openActivation } from './activation.ts'
import { findCustomer, userOf } from './customer.ts'
import { staff, type Step } from './tour.ts'

export const unlock: Step = {
  title: '停止中の利用者の停止を解除する',
  async play(tour) {
    const { keys, page } = tour
    const { loginId, name } = userOf(tour, 0)
    await tour.go('7', /利用停止解除/)
    await findCustomer(tour, loginId)
    await expect(page.getByRole('checkbox', { name: `${loginId} ${name}` })).toBeChecked()
    await keys.reach(page.getByRole('checkbox', { name: /本人確認/ }))
    await keys.press('Space')
    await keys.reach(tour.field(/状況の確認結果/))
    await keys.type('本人来店、古い番号を入力していた')
    await keys.reach(tour.password('担当者パスワード※'))
    await keys.type(staff('2001').password)
    await expect(tour.button('停止解除（1名）')).toBeEnabled()
    await tour.picture('unlock')
    await keys.press('F12')
    await expect(tour.heading('ワンタイムパスワード利用停止解除結果')).toBeVisible()
    await tour.see('利用可能')
    await tour.picture('unlocked')
    await openActivation(tour, loginId)
    await expect(page.getByText('停止中')).toHaveCount(0)
  },
}
