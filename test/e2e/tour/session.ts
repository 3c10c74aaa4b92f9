/** Starting, signing in and out, the lock. */
import { expect } from '../support/expect.ts'
import { staff, type Step, type Tour } from './tour.ts'

export async function signIn(tour: Tour, staffNo: string): Promise<void> {
  await tour.focused(tour.field('職員番号'))
  await tour.keys.type(staffNo)
  await tour.keys.press('Enter')
  await tour.keys.type(staff(staffNo).password)
  await tour.keys.press('Enter')
  await expect(tour.heading('今日の仕事')).toBeVisible()
  await tour.see(staff(staffNo).name)
}

export async function signOut(tour: Tour): Promise<void> {
  await tour.keys.push(tour.page.getByTitle('担当者'), { back: true })
  const item = tour.page.getByRole('menuitem', { name: 'サインアウト' })
  await expect(item).toBeVisible()
  // The menu takes the focus a moment after it is there; an arrow before that is lost.
  await expect(tour.page.locator('[role=menu]:focus-within')).toBeVisible()
  await tour.keys.press('ArrowDown')
  await tour.focused(item)
  await tour.keys.press('Enter')
  await tour.focused(tour.dialog().getByRole('button', { name: 'サインアウト' }))
  await tour.keys.press('Enter')
  await expect(tour.heading('サインイン')).toBeVisible()
}

export const startTraining: Step = {
  title: '研修モードを始める',
  async play(tour) {
    await tour.focused(tour.button('研修モードで始める'))
    await tour.picture('start')
    await tour.keys.press('Enter')
    await expect(tour.heading('サインイン')).toBeVisible()
    await tour.picture('sign-in')
  },
}

export const tellerBegins: Step = {
  title: '窓口担当がサインインする',
  async play(tour) {
    await signIn(tour, '2001')
    await tour.see('発行に使えるトークン')
    await tour.picture('home')
  },
}

export const lockAndLeave: Step = {
  title: 'ロック、解除、サインアウト',
  async play(tour) {
    await signIn(tour, '2001')
    await tour.go('2', '申込')
    await tour.keys.press('Control+l')
    await expect(tour.heading('ロック中')).toBeVisible()
    await tour.picture('locked')
    await tour.keys.type(staff('2001').password)
    await tour.keys.press('Enter')
    await expect(tour.heading('ロック中')).toBeHidden()
    await expect(tour.heading('申込')).toBeVisible()
    await signOut(tour)
    await tour.picture('signed-out')
  },
}
