/** 管理 → 利用者管理: 利用停止解除 and 失効 (manual pp. 4 to 7), with their refusals. */
import { expect, test } from 'vitest'
import { refuse } from '../../domain/refuse.ts'
import { BankDouble } from './bank-double.ts'
import { SmallBrowser } from './browser.ts'
import { makeSite } from './site.ts'

const UNLOCK = '/management/users/unlock'
const REVOCATION = '/management/users/revocation'

async function administrator() {
  const bank = new BankDouble()
  const browser = new SmallBrowser(await makeSite({ bank }))
  await browser.loginWithCode('ichirodt')
  bank.asked.length = 0
  return { bank, browser }
}

/** Login IDs in the order of the list. */
const order = (body: string) => [...body.matchAll(/id="user-(\w+)"\s/g)].map(([, loginId]) => loginId)
const checked = (body: string) =>
  [...body.matchAll(/value="(\w+)"[^>]*\schecked/g)].map(([, loginId]) => loginId)

test('the list has all of the manual’s columns, in its order', async () => {
  const { browser } = await administrator()
  const columns = (body: string) =>
    [...body.matchAll(/<th[^>]*>([^<]+)<\/th>/g)].map(([, name]) => name?.trim())
  expect(columns((await browser.get(UNLOCK)).body)).toEqual(
    '選択 ログインID 利用者名 利用者区分 シリアル番号 ワンタイムパスワード認証状態'.split(' '),
  )
  expect(columns((await browser.get(REVOCATION)).body)).toEqual(
    '選択 ログインID 利用者名 利用者区分 シリアル番号 ワンタイムパスワード状態 トークン有効期限'.split(' '),
  )
})

test('再表示 sorts, keeps what is chosen, forgets the password and does nothing else', async () => {
  const { bank, browser } = await administrator()
  await browser.get(UNLOCK)
  const fields = { act: 'redisplay', user: ['jirodt'], confirmation: 'kakunin-2026', order: 'descending' }
  const { body } = await browser.post(UNLOCK, { ...fields, sortBy: 'loginId' })
  expect(order(body)).toEqual(order(body).toSorted().reverse())
  expect(checked(body)).toEqual(['jirodt'])
  expect(body).not.toContain('kakunin-2026')
  expect(bank.asked).toEqual([])
})

test('rows that cannot be chosen stay, disabled, with the reason', async () => {
  const { browser } = await administrator()
  const { body } = await browser.get(UNLOCK)
  expect(body).toMatch(/value="ichirodt"[^>]*disabled/)
  expect(body).toContain('停止中ではありません。')
  const revocation = await browser.get(REVOCATION)
  expect(revocation.body).toMatch(/value="tarodt"[^>]*disabled/)
  expect(revocation.body).toContain('失効できるトークンがありません。 2026年11月24日 10時20分 以降')
})

test('停止解除: those on the same serial are named before the button; the result lists who was unlocked', async () => {
  const { bank, browser } = await administrator()
  expect((await browser.get(UNLOCK)).body).toContain(
    '同一シリアル番号を使用している データ二郎 も、一緒に解除されます。',
  )
  const result = await browser.carryOut(UNLOCK, ['hanakodt', 'jirodt'])
  expect(bank.asked).toEqual([{ unlock: ['ichirodt', ['hanakodt', 'jirodt']] }])
  expect(result.body).toContain('以下の利用者に対して、ワンタイムパスワードの利用停止状態を解除しました。')
  expect(result.body).toContain('hanakodt')
  expect(result.body).toContain('トップページへ')
  expect(result.body).toContain('利用者管理メニューへ')
})

test('失効: the warning in full, the result with serial and expiry just revoked', async () => {
  const { bank, browser } = await administrator()
  const { body } = await browser.get(REVOCATION)
  expect(body).toContain('トークン失効を行うと、選択された利用者はログインできなくなります。')
  const result = await browser.carryOut(REVOCATION, ['sakikodt'])
  expect(bank.asked).toEqual([{ revoke: ['ichirodt', ['sakikodt']] }])
  expect(result.body).toContain('以下の利用者のワンタイムパスワードを失効しました。')
  expect(result.body).toContain('78106410')
  expect(result.body).toContain('2026年10月30日 08時00分')
  expect(result.body).toContain('2026年11月24日 10時30分 以降')
})

test('nobody chosen and no 確認用パスワード are asked for, each by name', async () => {
  const { bank, browser } = await administrator()
  for (const path of [UNLOCK, REVOCATION]) {
    const { statusCode, body } = await browser.carryOut(path, [], { confirmation: '' })
    expect(statusCode).toBe(422)
    expect(body).toContain('対象の利用者を選択してください。')
    expect(body).toContain('確認用パスワードを入力してください。')
  }
  expect(bank.asked).toEqual([])
})

test('a wrong 確認用パスワード does nothing; the fifth ends the session', async () => {
  const { bank, browser } = await administrator()
  for (let count = 1; count < 5; count++) {
    const { body } = await browser.carryOut(UNLOCK, ['hanakodt'], { confirmation: 'falsch' })
    expect(body).toContain('確認用パスワードが違います。')
    expect(checked(body)).toEqual(['hanakodt'])
  }
  const ended = await browser.carryOut(UNLOCK, ['hanakodt'], { confirmation: 'falsch' })
  expect(ended.body).toContain('確認用パスワードを続けて間違えたため、ログアウトしました。')
  expect(bank.asked).toEqual([])
})

test('a form sent twice does its work once and shows the same result', async () => {
  const { bank, browser } = await administrator()
  await browser.get(UNLOCK)
  const fields = { act: 'carryOut', formId: browser.formId, user: 'hanakodt', confirmation: 'kakunin-2026' }
  const token = browser.token
  const first = await browser.post(UNLOCK, { ...fields, token })
  const second = await browser.post(UNLOCK, { ...fields, token })
  expect(second.body).toBe(first.body)
  expect(bank.asked).toHaveLength(1)
})

test('a right 確認用パスワード starts the count afresh, also when the bank refuses what it was for', async () => {
  const { bank, browser } = await administrator()
  for (let round = 0; round < 2; round += 1) {
    for (let count = 1; count < 5; count += 1) {
      await browser.carryOut(UNLOCK, ['hanakodt'], { confirmation: 'falsch' })
    }
    bank.acts = refuse('UNLOCK_SELF')
    expect((await browser.carryOut(UNLOCK, ['hanakodt'])).statusCode).toBe(422)
  }
})

test('what the bank refuses is said above the list', async () => {
  const { bank, browser } = await administrator()
  bank.acts = refuse('UNLOCK_SELF')
  const { body, statusCode } = await browser.carryOut(UNLOCK, ['hanakodt'])
  expect(statusCode).toBe(422)
  expect(body).toContain('ご自身と同じトークンの利用者の停止は解除できません。')
})

test('revoking the last administrator is warned of and has to be confirmed', async () => {
  const { bank, browser } = await administrator()
  bank.lastAdministrator = true
  const warned = await browser.carryOut(REVOCATION, ['ichirodt'])
  expect(warned.body).toContain('マスターユーザ・管理者ユーザとしてログインできる方がいなくなります。')
  expect(bank.asked).toEqual([])
  const done = await browser.carryOut(REVOCATION, ['ichirodt'], { understood: 'yes' })
  expect(done.body).toContain('以下の利用者のワンタイムパスワードを失効しました。')
})

test('who revokes their own fob still sees the result, and nothing after it', async () => {
  const { bank, browser } = await administrator()
  await browser.get(REVOCATION)
  const fields = { act: 'carryOut', formId: browser.formId, user: 'ichirodt', confirmation: 'kakunin-2026' }
  bank.revokedThemselves = 'ichirodt'
  const { body } = await browser.post(REVOCATION, fields)
  expect(body).toContain('ご自身のトークンを失効したため、これ以降はログインできません。')
  expect(body).not.toContain('トップページへ')
  expect((await browser.get('/top')).headers.location).toBe('/portal/refused')
})

test('the menus lead where the manual says: 管理, 利用者管理, then the two works', async () => {
  const { browser } = await administrator()
  expect((await browser.get('/top')).body).toMatch(/href="\/portal\/management"[^>]*>管理</)
  const business = await browser.get('/management')
  expect(business.body).toContain('<h1>業務選択</h1>')
  expect(business.body).toMatch(/href="\/portal\/management\/users">利用者管理</)
  const work = await browser.get('/management/users')
  expect(work.body).toContain('<h1>作業内容選択</h1>')
  expect(work.body).toContain(`href="/portal${UNLOCK}">ワンタイムパスワードの利用停止解除<`)
  expect(work.body).toContain(`href="/portal${REVOCATION}">トークンの失効<`)
})
