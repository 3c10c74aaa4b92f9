import { expect, it } from 'vitest'
import { issueEnrolmentCode } from '../../hub/enrolment.ts'
import { deviceKeys } from './desk-double.ts'
import { BRANCH, createWorld, TEN_O_CLOCK } from './world.ts'

const ask = (code: string) => ({ code, devicePublicKey: deviceKeys().publicKey, deviceName: '窓口2' })

it('makes a device of the branch, however the code is typed', async () => {
  const { hub, headOffice } = await createWorld()
  const code = await issueEnrolmentCode(hub, '001')
  expect(code).toMatch(/^([0-9A-Z]{4}-){3}[0-9A-Z]{4}$/)
  const typed = `  ${code.toLowerCase().replaceAll('-', ' ')}`
  const enrolled = await headOffice.enrol(ask(typed))
  expect(enrolled).toMatchObject({ ok: true, ...BRANCH })
})

it('takes a code once only, also when two ask at the same time', async () => {
  const { hub, headOffice } = await createWorld()
  const code = await issueEnrolmentCode(hub, '001')
  const answers = await Promise.all([headOffice.enrol(ask(code)), headOffice.enrol(ask(code))])
  expect(answers.map((answer) => answer.ok)).toEqual([true, false])
  expect(answers[1]).toMatchObject({ code: 'ENROLMENT_CODE_WRONG' })
})

it('refuses a wrong and an old code', async () => {
  const { hub, headOffice, setNow } = await createWorld()
  const code = await issueEnrolmentCode(hub, '001')
  const wrong = code.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
  expect(await headOffice.enrol(ask(wrong))).toMatchObject({ code: 'ENROLMENT_CODE_WRONG' })
  setNow(TEN_O_CLOCK + 72 * 3_600_000)
  expect(await headOffice.enrol(ask(code))).toMatchObject({ code: 'ENROLMENT_CODE_WRONG' })
})

it('does not use the code up for a stranger, a teller or another branch', async () => {
  const { hub, headOffice } = await createWorld()
  const code = await issueEnrolmentCode(hub, '001')
  const wrong = [
    [{ managers: ['1001', '7777'] }, { code: 'STAFF_UNKNOWN', detail: { staffNo: '7777' } }],
    [{ managers: ['1001', '2001'] }, { code: 'APPROVER_NOT_MANAGER' }],
    [
      { managers: ['1001'], branchNo: '002' },
      { code: 'RESTORE_OTHER_BRANCH', detail: { branchNo: '001' } },
    ],
  ] as const
  for (const [said, refusal] of wrong) {
    expect(await headOffice.enrol({ ...ask(code), ...said, managers: [...said.managers] })).toMatchObject(
      refusal,
    )
  }
  const before = await hub.store.read((reader) => reader.devicesOf('001'))
  const right = await headOffice.enrol({ ...ask(code), branchNo: '001', managers: ['1001'] })
  expect(right).toMatchObject({ ok: true, ...BRANCH })
  expect(await hub.store.read((reader) => reader.devicesOf('001'))).toHaveLength(before.length + 1)
})

it('keeps no code, only its hash', async () => {
  const { hub } = await createWorld()
  const code = await issueEnrolmentCode(hub, '001')
  const plain = code.replaceAll('-', '')
  expect(await hub.store.transaction((tx) => tx.enrolmentCode(plain))).toBeUndefined()
})
