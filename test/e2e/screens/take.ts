/** Walks through every screen of the desk and its main dialogs and states. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { screens } from '../../../renderer/routes.ts'
import { expect } from '../support/expect.ts'
import { launchDesk } from '../support/launch.ts'
import { findCustomer, showHits } from '../tour/customer.ts'
import { signIn, signOut } from '../tour/session.ts'
import { Tour } from '../tour/tour.ts'
import { Album } from './album.ts'

/** Answers how many states were photographed. */
export async function takeScreens(folder: string, say: (line: string) => void): Promise<number> {
  const userData = mkdtempSync(path.join(tmpdir(), 'fobdesk-screens-'))
  const desk = await launchDesk(userData)
  try {
    const tour = new Tour(desk, path.join(userData, 'tour'))
    const album = new Album(desk.page, folder, say)
    await beforeSignIn(tour, album)
    await signIn(tour, '2001')
    await everyRoute(desk.page, tour, album)
    await someStates(tour, album)
    return album.count
  } finally {
    await desk.app.close()
    rmSync(userData, { recursive: true, force: true })
  }
}

async function beforeSignIn(tour: Tour, album: Album): Promise<void> {
  await expect(tour.heading('研修モードで始める')).toBeVisible()
  await album.take('start')
  await tour.keys.push(tour.button('登録を始める'))
  await expect(tour.field(/本部のアドレス/)).toBeFocused()
  await album.take('enrolment')
  await tour.keys.type('127.0.0.1:1')
  await tour.keys.press('Tab')
  await tour.keys.type('KOKO-0001')
  await tour.keys.push(tour.button('次へ'))
  await expect(tour.page.getByRole('alert').filter({ hasText: /./ }).first()).toBeVisible()
  await album.take('enrolment-refused')
  await tour.keys.push(tour.button('やめる'))
  await tour.keys.push(tour.button('研修モードで始める'))
  await expect(tour.heading('サインイン')).toBeVisible()
  await album.take('sign-in')
}

async function everyRoute(page: Page, tour: Tour, album: Album): Promise<void> {
  for (const { path: route, folder } of screens) {
    const about = folder === 'fob' ? '?serial=12345678' : ''
    await page.evaluate((hash) => window.location.assign(hash), `#${route}${about}`)
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible()
    await page.waitForLoadState('networkidle')
    await album.take(folder)
  }
  await tour.go('1', '今日の仕事')
}

async function someStates(tour: Tour, album: Album): Promise<void> {
  const { keys, page } = tour
  await keys.press('F1')
  await expect(tour.dialog()).toBeVisible()
  await album.take('keys')
  await keys.press('Escape')

  await tour.go('2', '申込')
  await showHits(tour, 'データ')
  await album.take('search')
  await keys.press('Enter')
  await expect(tour.button(/^新規申込/)).toBeFocused()
  await album.take('customer')
  await keys.press('Enter')
  await expect(page.getByRole('group', { name: '来店者' })).toBeVisible()
  await keys.press('F12')
  await album.take('application-missing')
  await keys.press('Escape')

  for (const [key, route, name] of [
    ['6', /利用開始登録/, 'activation-user'],
    ['7', /利用停止解除/, 'unlock-user'],
    ['8', 'トークン失効', 'revocation-user'],
  ] as const) {
    await tour.go(key, route)
    await findCustomer(tour, 'ichirodt', 'データ商事株式会社')
    await album.take(name)
  }
  await tour.go('9', '事故届')
  await keys.type('12345678')
  await keys.press('Enter')
  await tour.see('直ちに停止される利用者')
  await album.take('incident-fob')

  await tour.go('4', '発行')
  await album.take('issuance-empty')
  await keys.push(tour.button('研修用の道具'), { back: true })
  await album.take('training-tools')
  await keys.press('Control+l')
  await expect(tour.heading('ロック中')).toBeVisible()
  await album.take('locked')
  await keys.type('kenshu-madoguchi')
  await keys.press('Enter')
  await expect(tour.heading('ロック中')).toBeHidden()
  await signOut(tour)

  await signIn(tour, '1001')
  await tour.go('3', '承認待ち一覧')
  await expect(page.getByRole('row').nth(1)).toBeVisible()
  await album.take('approvals-manager')
  await keys.press('F12')
  await expect(tour.dialog()).toBeVisible()
  await album.take('approve')
  await keys.press('Escape')
  await tour.go('S', '設定')
  await keys.reach(page.getByRole('tab', { name: '職員' }), { back: true })
  for (const section of ['policy', 'imports', 'password', 'language']) {
    await keys.press('ArrowRight')
    await album.take(`settings-${section}`)
  }
}
