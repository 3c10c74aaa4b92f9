/** The manual's people as the fake desk shows them. */
import type { ContractSummary, UserView } from '../../../preload/contract/views.ts'

export const now = Date.parse('2026-11-22T10:30:05+09:00')
const day = 86_400_000

export const contracts: readonly ContractSummary[] = [
  {
    contractNo: '0010001',
    branchNo: '012',
    kind: 'corporate',
    status: 'active',
    name: 'データ商事株式会社',
    kana: 'データシヨウジ(カ',
    customerNo: '00120001',
    accountNo: '1234567',
    phone: '048-000-0001',
    users: 3,
  },
  {
    contractNo: '0010002',
    branchNo: '012',
    kind: 'corporate',
    status: 'active',
    name: '有限会社三郎工務店',
    kana: 'サブロウコウムテン(ユ',
    customerNo: '00120002',
    accountNo: '2345678',
    phone: '048-000-0002',
    users: 4,
  },
]

function user(
  part: Partial<UserView> & Pick<UserView, 'loginId' | 'name' | 'kana' | 'contractNo'>,
): UserView {
  return {
    role: 'general',
    rosterStatus: 'active',
    tokenKind: 'hardware',
    otpStatus: 'unregistered',
    authStatus: 'available',
    stops: [],
    serial: null,
    expiresAt: null,
    startDate: null,
    waitingUntil: null,
    sharedWith: [],
    openApplicationId: null,
    ...part,
  }
}

const expires = Date.parse('2031-09-30T08:00:00+09:00')

export const users: readonly UserView[] = [
  user({
    loginId: 'ichirodt',
    name: 'データ一郎',
    kana: 'データイチロウ',
    contractNo: '0010001',
    role: 'master',
    otpStatus: 'inService',
    authStatus: 'stopped',
    stops: [{ cause: 'failures', at: now - day, serial: '23456789' }],
    serial: '23456789',
    expiresAt: expires,
  }),
  user({
    loginId: 'hanakodt',
    name: 'データ花子',
    kana: 'データハナコ',
    contractNo: '0010001',
    role: 'administrator',
    otpStatus: 'inService',
    serial: '12345678',
    expiresAt: expires,
    sharedWith: ['jirodt'],
  }),
  user({
    loginId: 'jirodt',
    name: 'データ二郎',
    kana: 'データジロウ',
    contractNo: '0010001',
    otpStatus: 'inService',
    serial: '12345678',
    expiresAt: expires,
    sharedWith: ['hanakodt'],
  }),
  user({
    loginId: 'saburodt',
    name: 'データ三郎',
    kana: 'データサブロウ',
    contractNo: '0010002',
    role: 'master',
    otpStatus: 'tokenIssued',
    serial: '34567890',
    expiresAt: expires,
    startDate: '2026-11-30',
  }),
  user({
    loginId: 'sachikodt',
    name: 'データさき子',
    kana: 'データサキコ',
    contractNo: '0010002',
    role: 'administrator',
    otpStatus: 'expired',
    serial: '78106410',
    expiresAt: Date.parse('2026-09-30T08:00:00+09:00'),
  }),
  user({
    loginId: 'tarodt',
    name: 'データ太郎',
    kana: 'データタロウ',
    contractNo: '0010002',
    otpStatus: 'revoked',
    waitingUntil: now + 18 * 60_000,
  }),
  user({ loginId: 'shirodt', name: 'データ四郎', kana: 'データシロウ', contractNo: '0010002' }),
]
