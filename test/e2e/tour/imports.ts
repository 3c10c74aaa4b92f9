/** A manager takes in the roster of the core system and the list of a delivery. */
import { expect } from '../support/expect.ts'
import { answerOpen } from '../support/dialogs.ts'
import { signIn, signOut } from './session.ts'
import type { Step, Tour } from './tour.ts'

/** Rows as the screens write them. */
const written = (rows: number): string => rows.toLocaleString('ja-JP')

async function openImports(tour: Tour): Promise<void> {
  await tour.go('S', '設定')
  await tour.keys.reach(tour.page.getByRole('tab', { name: '職員' }), { back: true })
  await tour.keys.press('ArrowRight', 'ArrowRight')
  await tour.see('名簿の取込み')
}

async function importFile(tour: Tour, which: 0 | 1, file: string, rows: number): Promise<void> {
  await answerOpen(tour.app, file)
  await tour.keys.push(tour.button('取り込む').nth(which))
  await tour.focused(tour.button('ファイルを選ぶ'))
  await tour.keys.press('Enter')
  await expect(tour.dialog().getByText(written(rows), { exact: true }).first()).toBeVisible()
}

/** The focus is on the button: the file was read, importing it is next. */
async function commit(tour: Tour): Promise<void> {
  await tour.focused(tour.dialog().getByRole('button', { name: '取り込む' }))
  await tour.keys.press('Enter')
}

export const importRoster: Step = {
  title: '役席が名簿 2 万行余りを取り込む',
  async play(tour) {
    await signIn(tour, '1001')
    await openImports(tour)
    const rows = tour.files.rosterRows.length
    await importFile(tour, 0, tour.files.rosterCp932, rows)
    await expect(tour.dialog().getByText('CP932', { exact: true })).toBeVisible()
    await tour.picture('roster-preview')
    const begun = Date.now()
    await commit(tour)
    await expect(tour.dialog().getByRole('progressbar')).toBeVisible()
    await tour.picture('roster-progress')
    await expect(tour.dialog().getByText('取り込みました')).toBeVisible({ timeout: 60_000 })
    tour.notes.push(`名簿 ${written(rows)} 行の取込み: ${((Date.now() - begun) / 1000).toFixed(1)} 秒`)
    await tour.picture('roster-done')
    await tour.keys.press('Escape')
    await expect(tour.dialog()).toBeHidden()
  },
}

export const importRosterAgain: Step = {
  title: '同じ名簿を UTF-8 で: 変更はない',
  async play(tour) {
    const rows = tour.files.rosterRows.length
    await importFile(tour, 0, tour.files.rosterUtf8, rows)
    await expect(tour.dialog().getByText('UTF-8', { exact: true })).toBeVisible()
    await expect(tour.dialog().getByText(written(rows), { exact: true })).toHaveCount(2)
    await tour.picture('roster-unchanged')
    await tour.keys.press('Escape')
    await expect(tour.dialog()).toBeHidden()
  },
}

export const importLot: Step = {
  title: '役席が納品ロットを取り込む',
  async play(tour) {
    const rows = tour.files.lotRows.length
    await importFile(tour, 1, tour.files.lot, rows)
    await tour.keys.reach(tour.field('納品書の数量'), { back: true })
    await tour.keys.type(String(rows))
    await tour.picture('lot-preview')
    await tour.keys.reach(tour.dialog().getByRole('button', { name: '取り込む' }))
    await commit(tour)
    await expect(tour.dialog().getByText('取り込みました')).toBeVisible({ timeout: 60_000 })
    await tour.keys.press('Escape')
    await expect(tour.dialog()).toBeHidden()
    await signOut(tour)
  },
}
