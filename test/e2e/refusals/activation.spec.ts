/** 利用開始登録 and the login: what the customer reads, what staff read, and that the right code then goes. */
import { expect, test, type Page } from '@playwright/test'
import {
  applied,
  freshCustomers,
  goToCustomer,
  issued,
  openTraining,
  press,
  spareFobs,
  wrongCode,
} from '../support/arrange.ts'
import { answerOf, call, credentialsOf, MANAGER, TELLER } from '../support/bridge.ts'
import type { Desk } from '../support/launch.ts'
import { says } from '../support/refused.ts'

let desk: Desk
let page: Page
let customer: ReturnType<typeof freshCustomers>
let spare: ReturnType<typeof spareFobs>

test.beforeAll(async ({}, testInfo) => {
  desk = await openTraining(testInfo.outputPath('data'), TELLER)
  page = desk.page
  customer = freshCustomers(page)
  spare = spareFobs(page)
})

test.afterAll(() => desk.app.close())

interface Holder {
  readonly contractNo: string
  readonly loginId: string
  readonly serial: string
}

/** A customer who holds a written fob that is not registered yet. */
async function holder(): Promise<Holder> {
  const applicant = await customer()
  const applicationId = await applied(page, applicant, MANAGER)
  const fob = await spare()
  await issued(page, applicationId, fob)
  await nextCode()
  await call(page, 'command.handOver', {
    command: { applicationId, serial: fob.serial, receivedBy: 'self', identityDocument: 'passport' },
  })
  await call(page, 'sync.now', {})
  return { ...applicant, serial: fob.serial }
}

/** The code that proved the writing is used; the fob shows another a step later. */
function nextCode(): Promise<unknown> {
  return call(page, 'training.advance', { minutes: 1 })
}

/** Two codes in a row take a moment, and the fobs go on to the next one at the full minute. */
async function earlyInTheMinute(): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000)
  if (left < 15_000) await page.waitForTimeout(left)
}

const turned = () => page.getByRole('dialog', { name: /利用開始登録/ })
const staffPart = () => page.getByRole('region', { name: '窓口での確認' })

/** The user is chosen, identity checked, and the screen is the customer's. */
async function turn({ contractNo, loginId }: Pick<Holder, 'contractNo' | 'loginId'>): Promise<void> {
  await goToCustomer(page, '利用開始登録', contractNo)
  await page.getByRole('radio', { name: new RegExp(loginId) }).check({ force: true })
  await staffPart().getByLabel('本人確認を済ませました').check()
  await page.getByRole('button', { name: 'お客さまに入力していただく' }).click()
}

async function confirm(serial: string, code: string): Promise<void> {
  await turned()
    .getByLabel(/シリアル番号/)
    .fill(serial)
  await turned()
    .getByLabel(/ワンタイムパスワード※/)
    .fill(code)
  await turned()
    .getByRole('button', { name: /認証確認/ })
    .click()
}

async function backToStaff(): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(turned()).toBeHidden()
}

test('wrong serial, another contract’s serial, wrong code: one sentence for the customer, the reason for staff', async () => {
  const user = await holder()
  await turn(user)
  await confirm('1234', '000000')
  await says(page, 'SERIAL_FORM', turned())
  await confirm('99999998', '000000')
  await says(page, 'ACTIVATION_REFUSED', turned())
  await confirm('12345678', '000000')
  await says(page, 'ACTIVATION_REFUSED', turned())
  await backToStaff()
  await says(page, 'NOT_ISSUED_TO_CONTRACT', staffPart())
  await page.getByRole('button', { name: 'お客さまに入力していただく' }).click()
  await confirm(user.serial, wrongCode(await press(page, user.serial)))
  await says(page, 'ACTIVATION_REFUSED', turned())
  await backToStaff()
  await says(page, 'OTP_WRONG', staffPart())
  await page.getByRole('button', { name: 'お客さまに入力していただく' }).click()
  await confirm(user.serial, await press(page, user.serial))
  await expect(turned().getByText('利用開始登録が完了しました。')).toBeVisible()
  await backToStaff()
})

test('a code used before is no wrong code: the next one goes', async () => {
  const user = await holder()
  await turn(user)
  const code = await press(page, user.serial)
  await confirm(user.serial, code)
  await expect(turned().getByText('利用開始登録が完了しました。')).toBeVisible()
  await backToStaff()
  const login = page.getByRole('region', { name: 'お客さまのログイン' })
  await login.getByRole('button', { name: 'ログインを照会' }).click()
  await login.getByLabel(/ワンタイムパスワード/).fill(code)
  await login.getByRole('button', { name: '番号を確認' }).click()
  await says(page, 'OTP_USED', login)
  await login.getByLabel(/ワンタイムパスワード/).fill(wrongCode(code))
  await login.getByRole('button', { name: '番号を確認' }).click()
  await says(page, 'OTP_WRONG', login)
  await call(page, 'training.advance', { minutes: 2 })
  await login.getByLabel(/ワンタイムパスワード/).fill(await press(page, user.serial))
  await login.getByRole('button', { name: '番号を確認' }).click()
  await expect(login.getByText('トップページが表示されます')).toBeVisible()
})

test('a code of nine minutes ago: head office tells why it was refused, and two codes in a row put the clock right', async () => {
  const { loginId, serial, contractNo } = await holder()
  const code = await press(page, serial)
  await call(page, 'activation.activate', { loginId, serial, code, identityChecked: true })
  await nextCode()
  const old = await press(page, serial)
  await call(page, 'training.advance', { minutes: 9 })
  await goToCustomer(page, '利用開始登録', contractNo)
  await page.getByRole('radio', { name: new RegExp(loginId) }).check({ force: true })
  const why = page.getByRole('region', { name: '番号が通らないとき' })
  await why.getByRole('button', { name: '理由を照会' }).click()
  await says(page, 'WHY_ACCEPTED', why)
  await answerOf(page, 'activation.login', { loginId, code: old })
  await why.getByRole('button', { name: '理由を照会' }).click()
  await says(page, 'WHY_CLOCK_SLOW', why)
  await expect(why.getByLabel('表示中の番号')).toBeFocused()
  await expect(why.getByRole('button', { name: '時刻合わせ' })).toBeInViewport({ ratio: 1 })
  await expect(why.getByText('連続 1 回、累計 1 回')).toBeVisible()
  await page.screenshot({ path: test.info().outputPath('why.png') })
  await expect(why.getByRole('button', { name: '時刻合わせ' })).toBeDisabled()
  await staffPart().getByLabel('本人確認を済ませました').check()
  await why.getByLabel('表示中の番号').fill(await press(page, serial))
  await call(page, 'training.advance', { minutes: 1 })
  await why.getByLabel('次に表示された番号').fill(wrongCode(await press(page, serial)))
  await page.keyboard.press('Enter')
  await says(page, 'OTP_WRONG', why)
  await nextCode()
  await earlyInTheMinute()
  await why.getByLabel('表示中の番号').fill(await press(page, serial))
  await call(page, 'training.advance', { minutes: 1 })
  await why.getByLabel('次に表示された番号').fill(await press(page, serial))
  await page.keyboard.press('Enter')
  await expect(why.getByText('時刻合わせが完了しました。')).toBeVisible()
  await page.screenshot({ path: test.info().outputPath('adjusted.png') })
})

test('before the first day of use', async () => {
  const applicant = await customer()
  const applicationId = await applied(page, { ...applicant, delivery: 'mail' }, MANAGER)
  const fob = await spare()
  await issued(page, applicationId, fob)
  await turn(applicant)
  await confirm(fob.serial, await press(page, fob.serial))
  await says(page, 'BEFORE_START_DATE', turned())
  await backToStaff()
  await says(page, 'BEFORE_START_DATE', staffPart())
})

test('within the waiting time after a revocation, and when it is over', async () => {
  const user = await holder()
  await nextCode()
  await call(page, 'activation.activate', {
    loginId: user.loginId,
    serial: user.serial,
    code: await press(page, user.serial),
    identityChecked: true,
  })
  await call(page, 'command.revokeUsers', {
    command: { loginIds: [user.loginId], reason: 'fault', memo: '' },
    password: credentialsOf(TELLER).password,
  })
  await call(page, 'sync.now', {})
  await turn(user)
  await confirm(user.serial, await press(page, user.serial))
  await says(page, 'WAITING_TIME', turned())
  await backToStaff()
  await says(page, 'WAITING_TIME', staffPart())
  const [waiting] = (await call(page, 'revocation.waiting', {})).filter((row) => row.loginId === user.loginId)
  const left = (waiting?.waitingUntil ?? 0) - (await call(page, 'desk.status', {})).now
  await call(page, 'training.advance', { minutes: Math.ceil(left / 60_000) + 1 })
  await page.getByRole('button', { name: 'お客さまに入力していただく' }).click()
  await confirm(user.serial, await press(page, user.serial))
  await expect(turned().getByText('利用開始登録が完了しました。')).toBeVisible()
  await backToStaff()
})

test('a user without a fob, a stopped one, an expired fob: staff are told where to go', async () => {
  const login = page.getByRole('region', { name: 'お客さまのログイン' })
  await goToCustomer(page, '利用開始登録', 'ichirodt')
  await page.getByRole('radio', { name: /ichirodt/ }).check({ force: true })
  await login.getByRole('button', { name: 'ログインを照会' }).click()
  await says(page, 'USER_STOPPED', login)
  await login.getByRole('button', { name: '停止解除へ' }).click()
  await expect(page.getByRole('heading', { name: 'ワンタイムパスワード利用停止解除一覧' })).toBeVisible()
  await goToCustomer(page, '利用開始登録', 'sakikodt')
  await page.getByRole('radio', { name: /sakikodt/ }).check({ force: true })
  await login.getByRole('button', { name: 'ログインを照会' }).click()
  await says(page, 'TOKEN_EXPIRED', login)
  await expect(login.getByRole('button', { name: '申込へ' })).toBeVisible()
  await turn({ contractNo: '1000002', loginId: 'shirodt' })
  await confirm('34567890', '000000')
  await expect(turned().getByText('係員が確認いたします。')).toBeVisible()
  await backToStaff()
  await says(page, 'NO_TIE', staffPart())
})

test('wrong codes over time: the teller cannot lift that stop, and is told what to ask for', async () => {
  const user = await holder()
  const { loginId, serial } = user
  const code = await press(page, serial)
  await call(page, 'activation.activate', { loginId, serial, code, identityChecked: true })
  const unlock = { loginIds: [loginId], identityChecked: true, memo: '番号の打ち間違い' }
  const { password } = credentialsOf(TELLER)
  for (let wrong = 1; wrong <= 20; wrong += 1) {
    const answer = await answerOf(page, 'activation.login', { loginId, code: wrongCode(code) })
    expect(answer.ok).toBe(false)
    if (wrong % 5 !== 0 || wrong === 20) continue
    await call(page, 'sync.now', {})
    await call(page, 'command.unlockUsers', { command: unlock, password })
    await call(page, 'sync.now', {})
  }
  await call(page, 'sync.now', {})
  await goToCustomer(page, '利用停止解除', user.contractNo)
  await says(page, 'UNLOCK_NEEDS_RESET')
  await expect(page.getByRole('checkbox', { name: new RegExp(loginId) })).toBeDisabled()
})
