/** The screens' texts against the manual itself, blanks and the width of brackets aside. */
import { expect, test } from 'vitest'
import { BankDouble } from './bank-double.ts'
import { SmallBrowser } from './browser.ts'
import { manualLines } from './manual.ts'
import { makeSite } from './site.ts'

async function visitor() {
  const bank = new BankDouble()
  return { bank, browser: new SmallBrowser(await makeSite({ bank })) }
}

/** As read, without blanks. The `>` of a breadcrumb and STEP numbers are drawn by the style sheet. */
function bare(text: string): string {
  return text
    .replace(/^STEP \d : /, '')
    .normalize('NFKC')
    .replace(/\s|>/g, '')
}

function textOf(html: string): string {
  return bare(html.replace(/<head>.*?<\/head>/s, '').replace(/<[^>]*>/g, ''))
}

/** The manual's lines from one to another, both included; a list's sample rows are left out. */
function lines(from: string, to: string): readonly string[] {
  const all = manualLines()
  const [start, end] = [from, to].map((part) => all.findIndex((line) => line.startsWith(part)))
  if (start === undefined || end === undefined || start < 0 || end < start) throw new Error(`${from} … ${to}`)
  return all.slice(start, end + 1).filter((line) => !/^<input|^並び順|dt /.test(line))
}

function expectAll(html: string, expected: readonly string[]): void {
  const text = textOf(html)
  expect(expected.length).toBeGreaterThan(0)
  for (const line of expected) expect(text, line).toContain(bare(line))
}

test('every page names the bank', async () => {
  const { browser } = await visitor()
  for (const path of ['/login', '/help', '/no-such-page']) {
    expectAll((await browser.get(path)).body, ['埼玉信用組合インターネットバンキング'])
  }
})

test('BLG3020 has the manual’s texts', async () => {
  const { bank, browser } = await visitor()
  bank.steps.set('ichirodt', 'passwordThenRegistration')
  const { body } = await browser.login('ichirodt')
  expectAll(body, lines('ワンタイムパスワード利用開始登録(ハードウェアトークン) BLG3020', '認証確認▶'))
  expectAll(body, lines('【参考1】', '一つのハードウェアトークンを複数'))
  expect(body).toContain('fob.svg')
})

test('利用停止解除 has the manual’s texts', async () => {
  const { browser } = await visitor()
  await browser.loginWithCode('ichirodt')
  const { body } = await browser.get('/management/users/unlock')
  expectAll(body, lines('利用者管理 > ワンタイムパスワード利用停止解除一覧', '戻る 停止解除'))
  expectAll(body, ['※は必須入力項目です。', '利用者一覧', '並び順', 'ログインID', '昇順', '再表示'])
})

test('トークン失効 has the manual’s texts', async () => {
  const { browser } = await visitor()
  await browser.loginWithCode('ichirodt')
  const { body } = await browser.get('/management/users/revocation')
  expectAll(
    body,
    lines(
      '利用者管理 > トークン失効',
      '選択 ログインID 利用者名 利用者区分 シリアル番号 ワンタイムパスワード状態',
    ),
  )
  expectAll(body, ['※は必須入力項目です。', '認証項目', '確認用パスワード', '戻る', '失効', 'ヘルプ'])
})

test('the result pages have the manual’s texts', async () => {
  const { browser } = await visitor()
  await browser.loginWithCode('ichirodt')
  const unlocked = await browser.carryOut('/management/users/unlock', ['hanakodt'])
  expectAll(unlocked.body, lines('利用者管理 > ワンタイムパスワード利用停止解除結果', 'トップページへ'))
  expectAll(unlocked.body, ['ワンタイムパスワード利用停止解除の対象利用者を選択 変更完了', 'ヘルプ'])
  const revoked = await browser.carryOut('/management/users/revocation', ['sakikodt'])
  expectAll(revoked.body, lines('利用者管理 > トークン失効結果', '一度失効したハードウェアトークン'))
  expectAll(revoked.body, ['トークン失効の対象利用者を選択 変更完了', '利用者管理メニューへ'])
})

test('help has the manual’s words about one-time passwords, fobs and the steps', async () => {
  const { browser } = await visitor()
  const { body } = await browser.get('/help')
  const own =
    /^(ワンタイムパスワードのご利用|本手順書|<トークン|・|ワンタイムパスワードのハードウェア|\(本手順書|ワンタイムパスワードについて)/
  const expected = lines('ワンタイムパスワードとは', 'STEP 4').filter((line) => !own.test(line))
  expectAll(body, expected)
  expectAll(body, [
    '以降ログインができなくなります。',
    '一度失効したハードウェアトークンは、再度利用開始登録を実施する',
  ])
  expect(body).not.toContain('移行ログイン')
})
