/**
 * 本番の店を登録する, where head office is not reached: the first step says so and nothing is
 * made. The whole enrolment, over the port, is test/main/desk/start.test.ts and test/hub/enrolment.test.ts.
 */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { call } from './support/bridge.ts'
import { launchDesk } from './support/launch.ts'
import { says } from './support/refused.ts'

test('without a head office the first step says so, and training stays possible', async ({}, testInfo) => {
  const data = testInfo.outputPath('data')
  const { app, page } = await launchDesk(data)
  await page.getByRole('button', { name: '登録を始める' }).click()
  const next = page.getByRole('button', { name: '次へ' })
  await expect(next).toBeDisabled()
  await page.getByLabel('登録コード').fill('ABCD-EFGH-JKLM')
  await expect(next).toBeDisabled()
  // Nobody listens there.
  await page.getByLabel('本部のアドレス').fill('127.0.0.1:1')
  await next.click()
  await says(page, 'HEAD_OFFICE_OFFLINE')
  expect((await call(page, 'desk.status', {})).phase).toBe('start')
  expect(existsSync(path.join(data, 'branch', 'profile.json'))).toBe(false)
  expect(readdirSync(path.join(data, 'branch'))).toEqual([])
  await page.getByRole('button', { name: 'やめる' }).click()
  await expect(page.getByRole('button', { name: '研修モードで始める' })).toBeVisible()
  await app.close()
})
