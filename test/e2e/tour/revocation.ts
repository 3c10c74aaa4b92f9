/** トークン失効, its waiting time, and the new fob afterwards. */
import { expect } from '../support/expect.ts'
import { askLogin, openActivation, register, typeRegistration } from './activation.ts'
import { approveHere, fillForm } from './application.ts'
import { findCustomer, userOf } from './customer.ts'
import { issueFob } from './issuance.ts'
import { staff, type Step } from './tour.ts'
import { advanceUntil } from './training-tools.ts'

export const revoke: Step = {
  title: 'トークンを失効し、待ち時間が始まる',
  async play(tour) {
    const { keys, page } = tour
    const { loginId, name } = userOf(tour, 0)
    await tour.go('8', 'トークン失効')
    await findCustomer(tour, loginId)
    await expect(page.getByRole('checkbox', { name: `${loginId} ${name}` })).toBeChecked()
    const reason = page.getByRole('combobox', { name: /失効理由/ })
    await keys.choose(reason, '紛失')
    await tour.see(/^紛失のため、同じトークンの/)
    await expect(tour.button('失効（2名）')).toBeVisible()
    await tour.picture('revocation-lost')
    await keys.choose(reason, '故障')
    await expect(tour.button('失効（1名）')).toBeVisible()
    await tour.see(/はそのまま利用できます/)
    await keys.reach(tour.password('担当者パスワード※'))
    await keys.type(staff('2001').password)
    await expect(tour.button('失効（1名）')).toBeEnabled()
    await tour.picture('revocation')
    await keys.press('F12')
    await expect(tour.heading('トークン失効結果')).toBeVisible()
    await tour.see(/^\d\d:\d\d:\d\d$/)
    await tour.picture('revoked')
  },
}

export const reissue: Step = {
  title: '再発行: 待ち時間中に申込、承認、発行、窓口交付',
  async play(tour) {
    const { keys } = tour
    await tour.focused(tour.button('再発行の申込へ'))
    await keys.press('Enter')
    await tour.focused(tour.button(/^新規申込/))
    await keys.press('Enter')
    await fillForm(tour, { kind: null, heading: '再発行の申込', receiptNo: 'K-1003', atCounter: true })
    await tour.picture('reissue-form')
    await keys.press('F12')
    await tour.focused(tour.button(/^役席の承認を受ける/))
    await keys.press('Enter')
    await approveHere(tour)
    await keys.press('Enter')
    await expect(tour.heading('発行')).toBeVisible()
    tour.facts.newSerial = '40100001'
    await issueFob(tour, tour.facts.newSerial)
    await keys.push(tour.button('窓口交付へ'))
    await tour.focused(tour.field('トークンのラベル'))
    await keys.type(tour.facts.newSerial)
    await keys.press('Enter', '1', '1')
    await expect(tour.button(/^交付を記録/)).toBeEnabled()
    await tour.picture('hand-over')
    await keys.press('F12')
    await tour.see(/への交付を記録しました/)
    await tour.picture('handed-over')
  },
}

export const waitThenRegister: Step = {
  title: '待ち時間が終わるまで登録できず、終わると新しいトークンを登録する',
  async play(tour) {
    const { loginId } = userOf(tour, 0)
    await typeRegistration(tour, loginId, tour.facts.newSerial, { picture: 'waiting', answer: /待ち時間/ })
    await tour.keys.press('Escape')
    await expect(tour.heading(/利用開始登録（窓口）/)).toBeVisible()
    await tour.go('1', '今日の仕事')
    await openActivation(tour, loginId)
    await tour.picture('countdown')
    await advanceUntil(tour, '30 分', async () => {
      await askLogin(tour)
      await expect(tour.page.getByText(/ログインできません|だけが表示されます/)).toBeVisible()
      return tour.page.getByText(/だけが表示されます/).isVisible()
    })
    await register(tour, loginId, tour.facts.newSerial, 're-registration')
  },
}
