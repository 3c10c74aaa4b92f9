import { expect, test } from 'vitest'
import { SmallBrowser } from './browser.ts'
import { openDemo } from './demo.ts'

test('the trial begins with the manual’s people in a variety of states', async () => {
  const demo = await openDemo()
  const browser = new SmallBrowser(demo)
  expect((await browser.login('hanakodt')).body).toContain('ワンタイムパスワード認証が停止しています')
  expect((await browser.login('tarodt')).body).toContain('失効後の待ち時間')
  expect((await browser.login('saburodt')).body).toContain('BLG3020')
  expect((await browser.login('shirodt')).body).toContain('<h1>トップページ</h1>')
  await browser.login('ichirodt')
  const top = await browser.post('/otp', { code: demo.code('23456789') })
  expect(top.body).toContain('<h1>トップページ</h1>')
  const unlocked = await browser.carryOut('/management/users/unlock', ['hanakodt'])
  expect(unlocked.body).toContain('jirodt')
  await demo.stop()
})
