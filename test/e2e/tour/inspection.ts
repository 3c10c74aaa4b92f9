/** What remains to be seen: the stock, one fob's life, the record of everything. */
import { expect } from '../support/expect.ts'
import { signIn, signOut } from './session.ts'
import type { Step } from './tour.ts'

export const stock: Step = {
  title: '在庫と 1 本のトークンの履歴',
  async play(tour) {
    const { keys, page } = tour
    await signIn(tour, '2001')
    await tour.go('0', '在庫')
    await expect(page.getByRole('grid', { name: '在庫' }).getByRole('row').nth(5)).toBeVisible()
    await tour.picture('inventory')
    await keys.reach(tour.field('シリアル番号・ロットで絞り込み'))
    await keys.type(tour.facts.serial)
    const rows = page.getByRole('grid', { name: '在庫' }).getByRole('row')
    await expect(rows).toHaveCount(2)
    await keys.reach(page.getByRole('grid', { name: '在庫' }))
    await keys.press('Enter')
    await expect(tour.heading('トークン 4010 0000')).toBeVisible()
    for (const fact of ['発行', '封緘照合', '送付', '利用開始登録', '利用停止解除', '事故届']) {
      await expect(page.getByRole('gridcell', { name: fact, exact: true }).first()).toBeVisible()
    }
    await tour.picture('fob-history')
  },
}

export const audit: Step = {
  title: '検査担当が操作履歴を見て、記録を検証する',
  async play(tour) {
    const { keys } = tour
    await signOut(tour)
    await signIn(tour, '3001')
    await tour.go('L', '操作履歴')
    await expect(tour.page.getByRole('grid', { name: '操作履歴' }).getByRole('row').nth(5)).toBeVisible()
    await tour.picture('audit')
    await keys.push(tour.button('記録を検証'), { back: true })
    await tour.focused(tour.button('検証を始める'))
    await keys.press('Enter')
    await expect(tour.dialog().getByText('改ざんはありません')).toBeVisible({ timeout: 120_000 })
    await tour.picture('audit-verified')
    await keys.press('Escape')
    await expect(tour.dialog()).toBeHidden()
    await signOut(tour)
  },
}
