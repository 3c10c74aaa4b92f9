/**
 * The whole story, desk and browser together: the real desk (journal, rules, programmer, training fobs), head
 * office's hub, and the portal over it in Chromium.
 */
import { chromium, type Browser } from '@playwright/test'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DemoLogins } from '../../../hub/portal/demo-logins.ts'
import { hubBank } from '../../../hub/portal/hub-bank.ts'
import { loginsIn, sessionsIn } from '../../../hub/portal/store-rows.ts'
import { openTraining, press } from '../../main/desk/counter.ts'
import { there } from '../../main/desk/there.ts'
import { createWorld, type World } from '../../main/desk/world.ts'
import { findChromium } from '../../stand-in/cdp/find-chromium.ts'
import { CONFIRMATION, makeSite, PASSWORD, PREFIX } from '../site.ts'
import { advanceTo, apply, contractOfThree, handOver, mail, nextCode } from './counter.ts'
import { Customer } from './customer.ts'

const REGISTRATION = 'ワンタイムパスワード利用開始登録（ハードウェアトークン）'
const TOP = 'トップページ'
const OTP = 'ワンタイムパスワード認証'
const REFUSED = 'ログインできません'

let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findChromium(false), args: ['--no-sandbox'] })
})
afterAll(() => browser.close())

/** A desk in the morning, its hub with the portal, and logins for three users of one contract. */
async function opened() {
  const world = await createWorld()
  await openTraining(world)
  await advanceTo(world, 10, 0)
  const people = await contractOfThree(world)
  const { store, random } = world.hub
  const logins = new DemoLogins(loginsIn(store), random, { memoryKiB: 8, iterations: 1 })
  const site = await makeSite({ bank: hubBank(world.hub), logins, sessions: sessionsIn(store) })
  const address = `${await site.app.listen({ port: 0, host: '127.0.0.1' })}${PREFIX}`
  const customer = async ({ loginId }: { loginId: string }) => {
    await logins.add(loginId, PASSWORD, CONFIRMATION)
    return Customer.open(browser, address, loginId)
  }
  return { world, ...people, customer, stop: () => site.stop(0) }
}

async function statesAtDesk(world: World, contractNo: string) {
  await world.call('sync.now', {})
  const contract = there(await world.call('customers.get', { contractNo }))
  return Object.fromEntries(
    contract.userList.map(({ loginId, otpStatus, authStatus }) => [loginId, { otpStatus, authStatus }]),
  )
}

test('from the application to the re-registration of the revoked fob', { timeout: 120_000 }, async () => {
  const { world, contractNo, master, administrator, general, customer, stop } = await opened()
  const masterAtHome = await customer(master)
  const adminAtHome = await customer(administrator)
  const generalAtHome = await customer(general)

  // STEP 1, 2: applied for, approved, issued, mailed. Before 利用開始日 the password is enough.
  const ordered = await apply(world, { contractNo, loginId: administrator.loginId, delivery: 'mail' })
  const serial = await mail(world, ordered.applicationId)
  expect(await adminAtHome.logIn()).toBe(TOP)
  for (let day = 0; day < 20 && (await adminAtHome.logIn()) === TOP; day++) await world.advance(24 * 60)

  // STEP 3: from 利用開始日 on BLG3020 and nothing else. An unknown serial and a wrong code read alike.
  expect(await adminAtHome.title()).toBe(REGISTRATION)
  await adminAtHome.register('99999999', '000000')
  const unknown = await adminAtHome.text()
  await adminAtHome.register(serial, '000000')
  expect(await adminAtHome.text()).toBe(unknown)
  expect(unknown).toContain('シリアル番号またはワンタイムパスワードをご確認ください。')
  expect(await adminAtHome.register(serial, await nextCode(world, serial))).toBe(TOP)
  expect(await adminAtHome.text()).toContain('利用開始登録が完了しました。')
  expect((await statesAtDesk(world, contractNo))[administrator.loginId]?.otpStatus).toBe('inService')

  // STEP 4: the login asks for the one-time password; the same one is good once.
  expect(await adminAtHome.logIn()).toBe(OTP)
  const code = await nextCode(world, serial)
  expect(await adminAtHome.enterCode(code)).toBe(TOP)
  expect(await adminAtHome.logInWith(code)).toBe(OTP)
  expect(await adminAtHome.text()).toContain('使用済みの番号です。次の番号が表示されるまでお待ちください。')

  // 共有: a colleague registers the same serial, with an approved application.
  await apply(world, { contractNo, loginId: general.loginId, kind: 'sharing', relatedSerial: serial })
  await world.call('sync.now', {})
  expect(await generalAtHome.logIn()).toBe(REGISTRATION)
  expect(await generalAtHome.register(serial, await nextCode(world, serial))).toBe(TOP)

  // The master has a fob of their own, handed over at the counter.
  const own = await apply(world, { contractNo, loginId: master.loginId })
  const masterSerial = await handOver(world, own.applicationId)
  expect(await masterAtHome.logIn()).toBe(REGISTRATION)
  expect(await masterAtHome.register(masterSerial, await nextCode(world, masterSerial))).toBe(TOP)

  // Wrong codes: both who use the fob are 停止中, on the portal and at the desk.
  await generalAtHome.logIn()
  for (let attempt = 1; attempt <= 5; attempt++) {
    const title = await generalAtHome.enterCode('000000')
    expect(title).toBe(attempt < 5 ? OTP : REFUSED)
  }
  expect(await generalAtHome.text()).toContain('ワンタイムパスワード認証が停止しています。')
  expect(await adminAtHome.logIn()).toBe(REFUSED)
  const stopped = await statesAtDesk(world, contractNo)
  expect(stopped[administrator.loginId]?.authStatus).toBe('stopped')
  expect(stopped[general.loginId]?.authStatus).toBe('stopped')
  expect(stopped[master.loginId]?.authStatus).toBe('available')

  // 停止解除 by the master: one is chosen, both are named before the button and unlocked.
  expect(await masterAtHome.logInWith(await nextCode(world, masterSerial))).toBe(TOP)
  await masterAtHome.goTo('ワンタイムパスワードの利用停止解除')
  expect(await masterAtHome.text()).toContain(
    `同一シリアル番号を使用している ${general.name} も、一緒に解除されます。`,
  )
  await masterAtHome.choose(administrator.loginId)
  expect(await masterAtHome.confirm('停止解除')).toBe('ワンタイムパスワード利用停止解除結果')
  const unlocked = await masterAtHome.rows()
  expect(unlocked.map(([loginId, , , of, status]) => [loginId, of, status]).toSorted()).toEqual(
    [administrator, general].map(({ loginId }) => [loginId, serial, '利用可能']).toSorted(),
  )
  const available = await statesAtDesk(world, contractNo)
  expect(available[administrator.loginId]?.authStatus).toBe('available')
  expect(await generalAtHome.logInWith(await nextCode(world, serial))).toBe(TOP)

  // 失効 on the portal: the result shows the serial just revoked; the colleague keeps the fob.
  expect(await masterAtHome.logInWith(await nextCode(world, masterSerial))).toBe(TOP)
  await masterAtHome.goTo('トークンの失効')
  await masterAtHome.choose(administrator.loginId)
  expect(await masterAtHome.confirm('失効')).toBe('トークン失効結果')
  expect((await masterAtHome.rows())[0]?.slice(0, 5)).toEqual([
    administrator.loginId,
    administrator.name,
    '管理者ユーザ',
    serial,
    '失効中',
  ])
  expect((await statesAtDesk(world, contractNo))[administrator.loginId]?.otpStatus).toBe('revoked')
  expect((await world.call('revocation.waiting', {})).map(({ loginId }) => loginId)).toContain(
    administrator.loginId,
  )
  expect(await generalAtHome.logInWith(await nextCode(world, serial))).toBe(TOP)

  // The waiting time, and after it the same fob registered again (manual p. 6).
  expect(await adminAtHome.logIn()).toBe(REFUSED)
  expect(await adminAtHome.text()).toContain('失効後の待ち時間')
  await world.advance(31)
  expect(await adminAtHome.logIn()).toBe(REGISTRATION)
  expect(await adminAtHome.register(serial, await nextCode(world, serial))).toBe(TOP)
  expect((await statesAtDesk(world, contractNo))[administrator.loginId]?.otpStatus).toBe('inService')
  expect(await adminAtHome.logInWith(await nextCode(world, serial))).toBe(TOP)
  expect(world.errors).toEqual([])
  await stop()
})

test('revoked between 2:06 and 8:10, a fob can be registered from 8:10 on', { timeout: 60_000 }, async () => {
  const { world, contractNo, master, general, customer, stop } = await opened()
  const masterAtHome = await customer(master)
  const generalAtHome = await customer(general)
  const serials: string[] = []
  for (const [user, atHome] of [
    [master, masterAtHome],
    [general, generalAtHome],
  ] as const) {
    const { applicationId } = await apply(world, { contractNo, loginId: user.loginId })
    const serial = await handOver(world, applicationId)
    await atHome.logIn()
    expect(await atHome.register(serial, await nextCode(world, serial))).toBe(TOP)
    serials.push(serial)
  }
  const [masterSerial = '', serial = ''] = serials

  await advanceTo(world, 2, 7)
  await masterAtHome.logInWith(await press(world, masterSerial))
  await masterAtHome.goTo('トークンの失効')
  expect(await masterAtHome.text()).toMatch(/今失効した場合、トークン発行は .*08時10分 以降に実施可能/)
  await masterAtHome.choose(general.loginId)
  await masterAtHome.confirm('失効')
  expect(await masterAtHome.text()).toMatch(/08時10分 以降、新たなトークンの利用登録/)

  await advanceTo(world, 8, 8)
  expect(await generalAtHome.logIn()).toBe(REFUSED)
  expect(await generalAtHome.text()).toMatch(/登録できる時刻\s+\S+ 08時10分/)
  await advanceTo(world, 8, 10)
  expect(await generalAtHome.logIn()).toBe(REGISTRATION)
  expect(await generalAtHome.register(serial, await nextCode(world, serial))).toBe(TOP)
  await stop()
})
