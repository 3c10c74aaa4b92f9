/** Login, BLG3020 and one-time password: which page follows which answer of the bank, and what is said. */
import { expect, test } from 'vitest'
import { refuse } from '../../domain/refuse.ts'
import type { Refusal } from '../../domain/decide-types.ts'
import { BankDouble, TEN_O_CLOCK } from './bank-double.ts'
import { SmallBrowser } from './browser.ts'
import { makeSite } from './site.ts'

async function visitor(bank = new BankDouble()) {
  return { bank, browser: new SmallBrowser(await makeSite({ bank })) }
}

test('the page after the password is the one that the login table says', async () => {
  const { bank, browser } = await visitor()
  const titles = {
    password: 'トップページ',
    passwordAndOtp: 'ワンタイムパスワード認証',
    passwordThenRegistration: 'ワンタイムパスワード利用開始登録（ハードウェアトークン）',
  } as const
  for (const [step, title] of Object.entries(titles)) {
    bank.steps.set('ichirodt', step as keyof typeof titles)
    expect((await browser.login('ichirodt')).body).toContain(`<h1>${title}</h1>`)
  }
})

test('an unknown login ID, one that the bank does not know and a wrong password read alike', async () => {
  const { browser } = await visitor()
  const wrong = await browser.login('ichirodt', 'falsch')
  const unknown = await browser.login('nobody', 'falsch')
  const unknownHere = await browser.login('nobody')
  expect(wrong.body).toContain('ログインIDまたはパスワードが違います')
  for (const answer of [unknown, unknownHere]) {
    expect(answer.statusCode).toBe(wrong.statusCode)
    expect(answer.body.replaceAll('nobody', 'ichirodt')).toBe(wrong.body)
  }
})

test('whoever stays empty is asked for it, each field by name', async () => {
  const { browser } = await visitor()
  await browser.get('/login')
  const answer = await browser.post('/login', { loginId: ' ', password: '' })
  expect(answer.statusCode).toBe(422)
  expect(answer.body).toContain('ログインIDを入力してください。')
  expect(answer.body).toContain('パスワードを入力してください。')
  expect(answer.body).toContain('<title>エラー: ログイン')
})

test('wrong passwords slow down the login ID, known or not, and a right one resets it', async () => {
  const { bank, browser } = await visitor()
  for (const loginId of ['ichirodt', 'nobody']) {
    for (let count = 0; count < 8; count++) {
      expect((await browser.login(loginId, 'falsch')).statusCode).toBe(422)
    }
    expect((await browser.login(loginId)).statusCode).toBe(429)
    bank.time += 3_600_000
  }
  expect((await browser.login('ichirodt')).body).toContain('ワンタイムパスワード認証')
})

test('one address cannot try one login ID after another without end', async () => {
  const { browser } = await visitor()
  const statuses: number[] = []
  for (let count = 0; count < 31; count++) {
    statuses.push((await browser.login(`nobody${count}`, 'falsch')).statusCode)
  }
  expect(statuses.slice(0, 30).every((status) => status === 422)).toBe(true)
  expect(statuses[30]).toBe(429)
})

test.each<[Refusal, string]>([
  [
    refuse('USER_STOPPED', { loginId: 'ichirodt', cause: 'failures' }),
    'マスターユーザか管理者ユーザに利用停止解除を依頼するか、お取引店へご連絡ください。',
  ],
  [
    refuse('USER_STOPPED', { loginId: 'ichirodt', cause: 'incident' }),
    'マスターユーザか管理者ユーザに利用停止解除を依頼するか、お取引店へご連絡ください。',
  ],
  [refuse('TOKEN_EXPIRED'), 'トークンの有効期限が切れています。お取引店へご連絡ください。'],
  [
    refuse('USER_REVOKED', { loginId: 'ichirodt' }),
    '新しいトークンのお申込みについて、お取引店へご連絡ください。',
  ],
  [refuse('BEFORE_START_DATE', { startDate: '2026-12-01' }), '利用開始日（2026-12-01）前です。'],
  [refuse('USER_CLOSED', { loginId: 'ichirodt' }), 'ログインできません。お取引店へご連絡ください。'],
])('the password was right and the bank refuses: %j', async (refusal, sentence) => {
  const { bank, browser } = await visitor()
  bank.steps.set('ichirodt', refusal)
  const answer = await browser.login('ichirodt')
  expect(answer.body).toContain('<h1>ログインできません</h1>')
  expect(answer.body).toContain(sentence)
  expect(answer.body).not.toContain('事故')
  // Nothing else is open to this session.
  expect((await browser.get('/top')).headers.location).toBe('/portal/refused')
})

test('the waiting time stands with its clock, and when it is over the way in is open', async () => {
  const { bank, browser } = await visitor()
  const until = TEN_O_CLOCK + 29 * 60_000 + 1
  bank.steps.set('ichirodt', refuse('WAITING_TIME', { until: '2026-11-24 10:29' }))
  bank.waiting = until
  const waiting = await browser.login('ichirodt')
  expect(waiting.body).toContain('2026年11月24日 10時00分')
  expect(waiting.body).toContain('2026年11月24日 10時29分')
  expect(waiting.body).toContain('約 30 分')
  bank.steps.set('ichirodt', 'passwordThenRegistration')
  bank.waiting = null
  expect((await browser.get('/refused')).body).toContain('待ち時間が終わりました。')
})

test('BLG3020: the registration leads to the top page, which says that it is done', async () => {
  const { bank, browser } = await visitor()
  bank.steps.set('ichirodt', 'passwordThenRegistration')
  await browser.login('ichirodt')
  const answer = await browser.post('/registration', { serial: '23456789', code: '123456' })
  expect(answer.body).toContain('<h1>トップページ</h1>')
  expect(answer.body).toContain('利用開始登録が完了しました。')
  expect(bank.asked).toContainEqual({ activate: ['ichirodt', '23456789', '123456'] })
})

test('BLG3020: before it nothing else can be opened', async () => {
  const { bank, browser } = await visitor()
  bank.steps.set('ichirodt', 'passwordThenRegistration')
  await browser.login('ichirodt')
  for (const path of ['/top', '/management', '/management/users/unlock', '/otp']) {
    expect((await browser.get(path)).headers.location).toBe('/portal/registration')
  }
})

test('BLG3020: unknown and other contracts’ serials, a wrong code and staff’s reasons read alike', async () => {
  const { bank, browser } = await visitor()
  bank.steps.set('ichirodt', 'passwordThenRegistration')
  await browser.login('ichirodt')
  const refusals = [
    refuse('NOT_ISSUED_TO_CONTRACT'),
    refuse('NOT_ISSUED_TO_USER', { loginId: 'ichirodt', expected: '34567890' }),
    refuse('OTP_WRONG'),
    refuse('FOB_INCIDENT'),
    refuse('SHARE_NOT_APPROVED'),
  ]
  const bodies = []
  for (const refusal of refusals) {
    bank.codes = refusal
    bodies.push((await browser.post('/registration', { serial: '23456789', code: '123456' })).body)
  }
  expect(new Set(bodies).size).toBe(1)
  expect(bodies[0]).toContain('シリアル番号またはワンタイムパスワードをご確認ください。')
})

test.each<[Refusal, string]>([
  [refuse('SERIAL_FORM'), 'シリアル番号は半角数字8桁以上12桁以内です。'],
  [refuse('CODE_FORM'), 'ワンタイムパスワードは数字6桁です。'],
  [refuse('OTP_USED'), '使用済みの番号です。次の番号が表示されるまでお待ちください。'],
  [refuse('TOKEN_EXPIRED'), 'トークンの有効期限が切れています。'],
])('BLG3020 says what the customer can mend: %j', async (refusal, sentence) => {
  const { bank, browser } = await visitor()
  bank.steps.set('ichirodt', 'passwordThenRegistration')
  await browser.login('ichirodt')
  bank.codes = refusal
  const answer = await browser.post('/registration', { serial: '１２３４５６７８', code: '123456' })
  expect(answer.statusCode).toBe(422)
  expect(answer.body).toContain(sentence)
  expect(answer.body).toContain('value="１２３４５６７８"')
  expect(answer.body).not.toContain('value="123456"')
})

test('BLG3020 and the one-time password ask for what is missing', async () => {
  const { bank, browser } = await visitor()
  bank.steps.set('ichirodt', 'passwordThenRegistration')
  await browser.login('ichirodt')
  const registration = await browser.post('/registration', { serial: '', code: ' ' })
  expect(registration.body).toContain('シリアル番号を入力してください。')
  expect(registration.body).toContain('ワンタイムパスワードを入力してください。')
  await browser.login('hanakodt')
  expect((await browser.post('/otp', { code: '' })).body).toContain(
    'ワンタイムパスワードを入力してください。',
  )
  expect(bank.asked).toEqual([])
})

test('a wrong code may be tried again, a used one is answered “wait for the next”', async () => {
  const { bank, browser } = await visitor()
  await browser.login('ichirodt')
  bank.codes = refuse('OTP_WRONG')
  expect((await browser.post('/otp', { code: '000000' })).body).toContain('ワンタイムパスワードが違います。')
  bank.codes = refuse('OTP_USED')
  expect((await browser.post('/otp', { code: '000000' })).body).toContain('次の番号が表示されるまで')
  bank.codes = { ok: true }
  expect((await browser.post('/otp', { code: '000000' })).body).toContain('<h1>トップページ</h1>')
})

test('the attempt that stops the fob leads to the page that says so', async () => {
  const { bank, browser } = await visitor()
  await browser.login('ichirodt')
  bank.codes = refuse('OTP_WRONG')
  bank.steps.set('ichirodt', refuse('USER_STOPPED', { loginId: 'ichirodt', cause: 'failures' }))
  expect((await browser.post('/otp', { code: '000000' })).body).toContain(
    'ワンタイムパスワード認証が停止しています',
  )
})

test('two consecutive codes put the clock right and log nobody in', async () => {
  const { bank, browser } = await visitor()
  await browser.login('ichirodt')
  await browser.get('/otp/clock')
  bank.codes = refuse('OTP_WRONG')
  const wrong = await browser.post('/otp/clock', { code: '111111', nextCode: '222222' })
  expect(wrong.body).toContain('続けて表示された2つのワンタイムパスワードと一致しません。')
  bank.codes = { ok: true }
  const done = await browser.post('/otp/clock', { code: '111111', nextCode: '222222' })
  expect(done.body).toContain('時刻合わせが完了しました。')
  expect((await browser.get('/top')).headers.location).toBe('/portal/otp')
})
