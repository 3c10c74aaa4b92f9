import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { argon2 } from '../../../main/keyring/argon2.ts'
import { parseKeyring } from '../../../main/keyring/keyring-file.ts'
import { createKeyring, openKeyring, recoverKeyring } from '../../../main/keyring/keyring.ts'
import { keyringFile } from '../../../main/keyring/storage.ts'
import { hex, utf8 } from '../../../protocol/bytes.ts'
import { verifyBytes } from '../../../protocol/signature.ts'
import { CHEAP, MANAGERS, memoryStorage, newDesk, random, SATO, signIn, SUZUKI, TANAKA } from './desk.ts'
import { flip, must } from '../../protocol/must.ts'

describe('sign-in', () => {
  test('both managers open the same epoch key, and sign with their own and the device’s key', async () => {
    const { keyring } = await newDesk()
    const sato = await signIn(keyring, SATO)
    const suzuki = await signIn(keyring, SUZUKI)
    expect(sato.epochKey(1)).toHaveLength(32)
    expect(sato.epochKey(1)).toEqual(suzuki.epochKey(1))
    expect(sato.epochKey(2)).toBeUndefined()
    const message = utf8('approval')
    expect(verifyBytes(sato.publicKeys.signingKey, message, sato.sign(message))).toBe(true)
    expect(verifyBytes(sato.publicKeys.signingKey, message, suzuki.sign(message))).toBe(false)
    expect(verifyBytes(keyring.device.publicKey, message, sato.deviceSign(message))).toBe(true)
    expect(keyring.signingKeyOf(sato.by, sato.key)).toEqual(sato.publicKeys.signingKey)
    expect(keyring.devicePublicKey('desk-1')).toEqual(keyring.device.publicKey)
    expect(keyring.devicePublicKey('desk-2')).toBeUndefined()
  })

  test('wrong password and unknown staff are refused alike', async () => {
    const { keyring } = await newDesk()
    const wrong = await keyring.unlock(SATO.staffNo, 'wrong-password')
    expect(wrong).toMatchObject({ ok: false, code: 'SIGN_IN_REFUSED' })
    expect(await keyring.authenticate('99999', 'wrong-password')).toEqual(wrong)
  })

  test('an approver over the shoulder signs and the session stays as it was', async () => {
    const { keyring } = await newDesk()
    const teller = await signIn(keyring, SATO)
    const approver = await keyring.authenticate(SUZUKI.staffNo, SUZUKI.password)
    if (!approver.ok) throw new Error(approver.code)
    const digest = random(32)
    expect(verifyBytes(approver.value.publicKeys.signingKey, digest, approver.value.sign(digest))).toBe(true)
    expect('epochKey' in approver.value).toBe(false)
    approver.value.lock()
    expect(() => approver.value.sign(digest)).toThrow(TypeError)
    expect(teller.staffNo).toBe(SATO.staffNo)
    expect(teller.epochKey(1)).toHaveLength(32)
  })

  test('locking overwrites the keys', async () => {
    const { keyring } = await newDesk()
    const session = await signIn(keyring, SATO)
    const key = session.epochKey(1)
    session.lock()
    expect(key).toEqual(new Uint8Array(32))
    expect(session.epochKey(1)).toBeUndefined()
    expect(() => session.sign(random(1))).toThrow(TypeError)
    expect(() => session.deviceSign(random(1))).toThrow(TypeError)
    await expect(keyring.addMember(session, TANAKA)).rejects.toThrow(TypeError)
  })

  test('a password typed full-width is the same password; a short one is refused', async () => {
    const { keyring } = await newDesk()
    await signIn(keyring, { ...SATO, password: 'ｓａｔｏ－ｎｏ－ｋａｇｉ' })
    const session = await signIn(keyring, SATO)
    for (const password of ['seven77', '七文字の合言葉']) {
      expect(await keyring.addMember(session, { staffNo: '3', password })).toMatchObject({
        code: 'PASSWORD_TOO_SHORT',
      })
      expect(await keyring.changePassword(session, SATO.password, password)).toMatchObject({
        code: 'PASSWORD_TOO_SHORT',
      })
    }
  })
})

describe('members', () => {
  test('a new member reads every earlier epoch; a leaver none of the next', async () => {
    const desk = await newDesk()
    const { keyring, storage } = desk
    const sato = await signIn(keyring, SATO)
    await keyring.addMember(sato, TANAKA)
    const before = storage.content?.slice()
    expect(await keyring.removeMember(sato, SUZUKI.staffNo)).toEqual({ ok: true, value: { epoch: 2 } })
    expect(sato.currentEpoch).toBe(2)
    expect(sato.epochKey(2)).not.toEqual(sato.epochKey(1))

    expect(await keyring.unlock(SUZUKI.staffNo, SUZUKI.password)).toMatchObject({ code: 'SIGN_IN_REFUSED' })
    // With the file as it was before, the leaver still opens what was readable then, and no more.
    const old = await openKeyring({ ...desk.options, storage: memoryStorage(before) })
    if (!old.ok) throw new Error(old.code)
    const leaver = await signIn(old.value, SUZUKI)
    expect(leaver.epochKey(1)).toEqual(sato.epochKey(1))
    expect(leaver.epochKey(2)).toBeUndefined()

    await keyring.addMember(sato, { staffNo: '20002', password: 'yamada-no-kagi' })
    const yamada = await signIn(keyring, { staffNo: '20002', password: 'yamada-no-kagi' })
    const tanaka = await signIn(keyring, TANAKA)
    for (const session of [yamada, tanaka]) {
      expect(session.currentEpoch).toBe(2)
      expect(session.epochKey(1)).toEqual(sato.epochKey(1))
      expect(session.epochKey(2)).toEqual(sato.epochKey(2))
    }
    const message = random(32)
    expect(verifyBytes(keyring.device.publicKey, message, tanaka.deviceSign(message))).toBe(true)
    expect(keyring.signingKeyOf(SUZUKI.staffNo, leaver.key)).toEqual(leaver.publicKeys.signingKey)
    expect(keyring.members.map(({ staffNo }) => staffNo)).toEqual([SATO.staffNo, TANAKA.staffNo, '20002'])
  })

  test('a staff number once and the last member always', async () => {
    const { keyring } = await newDesk()
    const sato = await signIn(keyring, SATO)
    expect(await keyring.addMember(sato, SUZUKI)).toMatchObject({ code: 'MEMBER_EXISTS' })
    expect(await keyring.removeMember(sato, TANAKA.staffNo)).toMatchObject({ code: 'MEMBER_UNKNOWN' })
    await keyring.removeMember(sato, SUZUKI.staffNo)
    expect(await keyring.removeMember(sato, SATO.staffNo)).toMatchObject({ code: 'LAST_MEMBER' })
  })

  test('a changed password keeps the keys, begins an epoch, and the old one opens no more', async () => {
    const { keyring, options, storage } = await newDesk()
    const before = await signIn(keyring, SUZUKI)
    expect(await keyring.changePassword(before, 'wrong-password', 'atarashii-kagi')).toMatchObject({
      code: 'SIGN_IN_REFUSED',
    })
    expect(await keyring.changePassword(before, SUZUKI.password, SUZUKI.password)).toMatchObject({
      code: 'PASSWORD_SAME',
    })
    const copy = storage.content?.slice()
    expect(await keyring.changePassword(before, SUZUKI.password, 'atarashii-kagi')).toMatchObject({
      ok: true,
    })
    expect(before.currentEpoch).toBe(2)
    expect(await keyring.unlock(SUZUKI.staffNo, SUZUKI.password)).toMatchObject({ code: 'SIGN_IN_REFUSED' })
    const changed = await signIn(keyring, { ...SUZUKI, password: 'atarashii-kagi' })
    expect(changed.key).toBe(before.key)
    // The file of before put back opens with the old password, and knows nothing of what is written since.
    const old = await openKeyring({ ...options, storage: memoryStorage(copy) })
    if (!old.ok) throw new Error(old.code)
    const stale = await signIn(old.value, SUZUKI)
    expect(stale.epochKey(2)).toBeUndefined()
    expect(stale.epochKey(1)).toEqual(changed.epochKey(1))
  })

  test('a password set by somebody else is temporary until it is changed', async () => {
    const { keyring, options } = await newDesk()
    await keyring.addMember(await signIn(keyring, SATO), { ...TANAKA, temporary: true })
    const again = await openKeyring(options)
    if (!again.ok) throw new Error(again.code)
    expect(again.value.isTemporary(TANAKA.staffNo)).toBe(true)
    expect(again.value.isTemporary(SATO.staffNo)).toBe(false)
    const tanaka = await signIn(again.value, TANAKA)
    await again.value.changePassword(tanaka, TANAKA.password, 'jibun-no-kagi')
    expect(again.value.isTemporary(TANAKA.staffNo)).toBe(false)
  })

  test('a reset by two replaces the keys and begins an epoch that the old slot does not open', async () => {
    const { keyring, options, storage } = await newDesk()
    const sato = await signIn(keyring, SATO)
    await keyring.addMember(sato, TANAKA)
    const before = await signIn(keyring, TANAKA)
    const copy = storage.content?.slice()
    const witness = await keyring.authenticate(SUZUKI.staffNo, SUZUKI.password)
    if (!witness.ok) throw new Error(witness.code)
    const reset = await keyring.setPassword(sato, witness.value, { ...TANAKA, password: 'wasureta-kagi' })
    expect(await keyring.unlock(TANAKA.staffNo, TANAKA.password)).toMatchObject({ ok: false })
    const renewed = await signIn(keyring, { ...TANAKA, password: 'wasureta-kagi' })
    expect(reset).toEqual({ ok: true, value: { member: renewed.publicKeys, epoch: 2, recoveryCode: null } })
    expect(renewed.key).not.toBe(before.key)
    expect(renewed.epochKey(2)).toEqual(sato.epochKey(2))
    expect(keyring.signingKeyOf(TANAKA.staffNo, before.key)).toEqual(before.publicKeys.signingKey)
    const old = await openKeyring({ ...options, storage: memoryStorage(copy) })
    if (!old.ok) throw new Error(old.code)
    expect((await signIn(old.value, TANAKA)).epochKey(2)).toBeUndefined()
  })

  test('no reset without a second person: neither oneself, nor who forgot, nor a stranger', async () => {
    const { keyring } = await newDesk()
    const other = await newDesk()
    const sato = await signIn(keyring, SATO)
    await keyring.addMember(sato, TANAKA)
    const member = { ...TANAKA, password: 'wasureta-kagi' }
    const witnesses = [
      await keyring.authenticate(SATO.staffNo, SATO.password),
      await keyring.authenticate(TANAKA.staffNo, TANAKA.password),
      await other.keyring.authenticate(SUZUKI.staffNo, SUZUKI.password),
    ]
    for (const witness of witnesses) {
      if (!witness.ok) throw new Error(witness.code)
      await expect(keyring.setPassword(sato, witness.value, member)).rejects.toThrow(TypeError)
    }
    const [own] = witnesses
    if (own?.ok !== true) throw new Error('no witness')
    await expect(keyring.setPassword(sato, own.value, SATO)).rejects.toThrow(TypeError)
    await signIn(keyring, TANAKA)
  })

  test('a first password is set by two as well, without a new epoch', async () => {
    const { keyring } = await newDesk()
    const sato = await signIn(keyring, SATO)
    const witness = await keyring.authenticate(SUZUKI.staffNo, SUZUKI.password)
    if (!witness.ok) throw new Error(witness.code)
    expect(await keyring.setPassword(sato, witness.value, TANAKA)).toMatchObject({ value: { epoch: 1 } })
    expect((await signIn(keyring, TANAKA)).epochKey(1)).toEqual(sato.epochKey(1))
  })

  test('the recovery code is a witness once, and another takes its place', async () => {
    const { keyring, recoveryCode } = await newDesk()
    const other = await newDesk()
    const sato = await signIn(keyring, SATO)
    const member = { ...SUZUKI, password: 'wasureta-kagi' }
    const by = (code: string) => keyring.setPassword(sato, { recoveryCode: code }, member)
    expect(await by('0000')).toMatchObject({ code: 'RECOVERY_CODE_INVALID' })
    expect(await by(other.recoveryCode)).toMatchObject({ code: 'RECOVERY_REFUSED' })
    const reset = await by(recoveryCode.toLowerCase())
    if (!reset.ok || reset.value.recoveryCode === null) throw new Error('not reset')
    await signIn(keyring, member)
    expect(await by(recoveryCode)).toMatchObject({ code: 'RECOVERY_REFUSED' })
    expect(await by(reset.value.recoveryCode)).toMatchObject({ ok: true })
  })

  test('changes asked for at once all land', async () => {
    const desk = await newDesk()
    const sato = await signIn(desk.keyring, SATO)
    const numbers = ['1', '2', '3', '4', '5']
    const asked = numbers.map((staffNo) => desk.keyring.addMember(sato, { staffNo, password: 'onaji-kagi' }))
    expect((await Promise.all(asked)).every(({ ok }) => ok)).toBe(true)
    const again = await openKeyring(desk.options)
    if (!again.ok) throw new Error(again.code)
    for (const staffNo of numbers) await signIn(again.value, { staffNo, password: 'onaji-kagi' })
  })
})

describe('another machine and the recovery code', () => {
  test('a copied file and the password do not open elsewhere; the code does, as a new device', async () => {
    const desk = await newDesk()
    const sato = await signIn(desk.keyring, SATO)
    await desk.keyring.removeMember(sato, SUZUKI.staffNo)
    const elsewhere = {
      ...desk.options,
      machineSecret: random(32),
      storage: memoryStorage(desk.storage.content),
    }
    const copied = await openKeyring(elsewhere)
    if (!copied.ok) throw new Error(copied.code)
    expect(desk.keyring.onThisMachine).toBe(true)
    expect(copied.value.onThisMachine).toBe(false)
    expect(await copied.value.unlock(SATO.staffNo, SATO.password)).toMatchObject({ code: 'SIGN_IN_REFUSED' })

    const recovered = await recoverKeyring(elsewhere, desk.recoveryCode.toLowerCase(), 'desk-2', [
      { ...SATO, password: 'fukkyuu-kagi' },
      TANAKA,
    ])
    if (!recovered.ok) throw new Error(recovered.code)
    const { keyring, recoveryCode } = recovered.value
    const session = await signIn(keyring, { ...SATO, password: 'fukkyuu-kagi' })
    expect(session.currentEpoch).toBe(3)
    for (const epoch of [1, 2]) expect(session.epochKey(epoch)).toEqual(sato.epochKey(epoch))
    expect(keyring.device.id).toBe('desk-2')
    expect(keyring.devicePublicKey('desk-1')).toEqual(desk.keyring.device.publicKey)
    expect(keyring.signingKeyOf(SATO.staffNo, sato.key)).toEqual(sato.publicKeys.signingKey)
    const message = random(8)
    expect(verifyBytes(keyring.device.publicKey, message, session.deviceSign(message))).toBe(true)

    expect(recoveryCode).not.toBe(desk.recoveryCode)
    expect(await recoverKeyring(elsewhere, desk.recoveryCode, 'desk-3', MANAGERS)).toMatchObject({
      code: 'RECOVERY_REFUSED',
    })
    expect(await recoverKeyring(elsewhere, recoveryCode, 'desk-3', MANAGERS)).toMatchObject({ ok: true })
  })

  test('with all passwords lost the code opens; two managers and a new code take their place', async () => {
    const desk = await newDesk()
    const { keyring } = desk
    const sato = await signIn(keyring, SATO)
    await keyring.addMember(sato, TANAKA)
    const recovered = await keyring.recover(desk.recoveryCode)
    if (!recovered.ok) throw new Error(recovered.code)
    expect(recovered.value.epochKey(1)).toEqual(sato.epochKey(1))
    expect(await recovered.value.renew([SATO, SATO])).toMatchObject({ code: 'MEMBER_EXISTS' })
    const managers = [
      { ...SATO, password: 'fukkyuu-kagi' },
      { ...TANAKA, password: 'fukkyuu-kagi' },
    ] as const
    const renewed = await recovered.value.renew(managers)
    if (!renewed.ok) throw new Error(renewed.code)
    expect(recovered.value.currentEpoch).toBe(2)
    for (const manager of managers) {
      const session = await signIn(keyring, manager)
      for (const epoch of [1, 2]) expect(session.epochKey(epoch)).toEqual(recovered.value.epochKey(epoch))
    }
    // This PC stays the device that head office knows.
    expect(keyring.device).toEqual(desk.keyring.device)
    const message = random(8)
    expect(verifyBytes(keyring.device.publicKey, message, recovered.value.deviceSign(message))).toBe(true)
    for (const lost of [SATO, SUZUKI, TANAKA]) {
      expect(await keyring.unlock(lost.staffNo, lost.password)).toMatchObject({ code: 'SIGN_IN_REFUSED' })
    }
    expect(keyring.members).toHaveLength(2)
    expect(await keyring.recover(desk.recoveryCode)).toMatchObject({ code: 'RECOVERY_REFUSED' })
    expect(await keyring.recover(renewed.value.recoveryCode)).toMatchObject({ ok: true })
    recovered.value.lock()
    expect(recovered.value.epochKey(1)).toBeUndefined()
  })

  test('another store’s code, a mistyped one, and no keyring at all', async () => {
    const desk = await newDesk()
    const other = await newDesk()
    const recover = (code: string) => recoverKeyring(desk.options, code, 'desk-2', MANAGERS)
    expect(await recover(other.recoveryCode)).toMatchObject({ code: 'RECOVERY_REFUSED' })
    expect(await recover(`${desk.recoveryCode}0`)).toMatchObject({ code: 'RECOVERY_CODE_INVALID' })
    const none = { ...desk.options, storage: memoryStorage() }
    expect(await recoverKeyring(none, desk.recoveryCode, 'desk-2', MANAGERS)).toMatchObject({
      code: 'KEYRING_MISSING',
    })
    expect(await openKeyring(none)).toMatchObject({ code: 'KEYRING_MISSING' })
  })
})

describe('the file', () => {
  test('creating refuses an existing keyring and two managers who are one', async () => {
    const desk = await newDesk()
    expect(await createKeyring(desk.options, 'desk-1', MANAGERS)).toMatchObject({ code: 'KEYRING_EXISTS' })
    const fresh = { ...desk.options, storage: memoryStorage() }
    expect(await createKeyring(fresh, 'desk-1', [SATO, { ...SATO, password: 'another-kagi' }])).toMatchObject(
      {
        code: 'MEMBER_EXISTS',
      },
    )
    expect(fresh.storage.content).toBeUndefined()
  })

  test('any changed byte is refused: by shape, by the password’s slot, or by the MAC', async () => {
    const desk = await newDesk()
    const good = must(desk.storage.content)
    for (let at = 0; at < good.length; at += 7) {
      const bad = good.slice()
      flip(bad, at, 1 << (at % 8))
      const opened = await openKeyring({ ...desk.options, storage: memoryStorage(bad) })
      if (!opened.ok) {
        expect(['KEYRING_DAMAGED', 'KEYRING_NEWER']).toContain(opened.code)
        continue
      }
      const session = await opened.value.unlock(SATO.staffNo, SATO.password)
      expect(session.ok, `byte ${at}`).toBe(false)
    }
  })

  test('on disk: durable replacement, nothing left beside it, no secret in it', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'fobdesk-keyring-'))
    onTestFinished(() => rm(dir, { recursive: true, force: true }))
    const storage = keyringFile(join(dir, 'keyring'))
    const options = { storage, machineSecret: random(32), random, stretch: argon2, argon2: CHEAP }
    expect(await openKeyring(options)).toMatchObject({ code: 'KEYRING_MISSING' })
    const created = await createKeyring(options, 'desk-1', MANAGERS)
    if (!created.ok) throw new Error(created.code)
    const session = await signIn(created.value.keyring, SATO)
    await created.value.keyring.addMember(session, TANAKA)
    expect(await readdir(dir)).toEqual(['keyring'])
    const content = hex(must(await storage.read()))
    const secrets = [must(session.epochKey(1)), options.machineSecret, utf8(SATO.password)]
    for (const secret of secrets) expect(content).not.toContain(hex(secret))
    const again = await openKeyring(options)
    if (!again.ok) throw new Error(again.code)
    await signIn(again.value, TANAKA)
  })

  test('the product’s own cost opens, and its slots say so', async () => {
    const storage = memoryStorage()
    const options = { storage, machineSecret: random(32), random, stretch: argon2 }
    const created = await createKeyring(options, 'desk-1', MANAGERS)
    if (!created.ok) throw new Error(created.code)
    await signIn(created.value.keyring, SATO)
    const file = parseKeyring(must(storage.content))
    expect(file.ok && file.value.body.members.map(({ slot }) => slot)).toMatchObject([
      { memoryKiB: 65_536, iterations: 3, parallelism: 1 },
      { memoryKiB: 65_536, iterations: 3, parallelism: 1 },
    ])
  })
})

test('a slot that asks for more lanes than its memory allows is damage, not an exception', async () => {
  const { storage, options } = await newDesk()
  const good = must(storage.content)
  const at = Buffer.from(good).indexOf('parallelism') + 'parallelism'.length
  const bad = good.slice()
  flip(bad, at, 2)
  const opened = await openKeyring({ ...options, storage: memoryStorage(bad) })
  expect(opened).toMatchObject({ ok: false, code: 'KEYRING_DAMAGED' })
})
