/**
 * The training branch (研修モード): the manual's people, their fobs, and the facts that bring them into the
 * manual's variety of states. Imported first: `trainingRoster`, `trainingLot`; then recorded: `trainingFacts`.
 * Their seeds are nowhere: these fobs show states; logging in is practised with fobs issued in the training.
 */
import { addDays, dateAt, expiryOn, monthEnd, startOfDay } from './calendar.ts'
import type { LotRow, RosterRow } from './commands.ts'
import { generateLot, trainingModels } from './training-roster.ts'
import { story, type ScriptedFact, type Story } from './training-story.ts'

export type { ScriptedFact } from './training-story.ts'

export const TRAINING_BRANCH_NO = '001'
const TRADING_CONTRACT = '1000001'
const WORKS_CONTRACT = '1000002'

const DAY_MS = 86_400_000

/** The fobs of the manual's samples, 8 digits each, and when they end relative to today. */
const fobs = {
  shared: { serial: '12345678', days: 1_100 },
  /** On the replacement list. */
  ichiro: { serial: '23456789', days: 60 },
  saburo: { serial: '34567890', days: 1_500 },
  /** Ended last month. */
  sakiko: { serial: '78106410', days: -30 },
  taro: { serial: '78106420', days: 800 },
} as const

const companies = [
  {
    contractNo: TRADING_CONTRACT,
    name: 'データ商事株式会社',
    kana: 'データショウジカブシキガイシャ',
    address1: '埼玉県さいたま市大宮区桜木町1-10-2',
    address2: 'データビル3階',
    phone: '048-600-0001',
    users: [
      ['ichirodt', 'データ一郎', 'データイチロウ', 'master'],
      ['hanakodt', 'データ花子', 'データハナコ', 'administrator'],
      ['jirodt', 'データ二郎', 'データジロウ', 'general'],
    ],
  },
  {
    contractNo: WORKS_CONTRACT,
    name: '株式会社データ製作所',
    kana: 'カブシキガイシャデータセイサクジョ',
    address1: '埼玉県川越市新富町2-4-6',
    address2: '',
    phone: '049-200-0002',
    users: [
      ['saburodt', 'データ三郎', 'データサブロウ', 'master'],
      ['sakikodt', 'データさき子', 'データサキコ', 'general'],
      ['tarodt', 'データ太郎', 'データタロウ', 'general'],
      ['shirodt', 'データ四郎', 'データシロウ', 'general'],
    ],
  },
] as const

/** The two contracts of the manual's people. */
export function trainingRoster(branchNo: string = TRAINING_BRANCH_NO): RosterRow[] {
  return companies.flatMap(({ contractNo, name, kana, address1, address2, phone, users }) =>
    users.map(([loginId, userName, userKana, role]) => ({
      contract: {
        contractNo,
        branchNo,
        kind: 'corporate',
        status: 'active',
        name,
        kana,
        // Of another range than the generated contracts, so that no two customers share a number.
        customerNo: `6${contractNo.slice(1)}`,
        accountNo: `2${contractNo.slice(1)}`,
        postalCode: contractNo === TRADING_CONTRACT ? '330-0854' : '350-0043',
        address1,
        address2,
        phone,
      },
      user: { loginId, name: userName, kana: userKana, role, rosterStatus: 'active' },
    })),
  )
}

/** The manual's fobs and `spare` blank ones to practise with. */
export function trainingLot(now: number, spare = 30): LotRow[] {
  const today = dateAt(now)
  const named = Object.values(fobs).map(({ serial, days }): LotRow => ({
    lotNo: 'KL-0000',
    serial,
    chipSerial: `${trainingModels['C301-i']}${serial}`,
    model: 'C301-i',
    // Only the two whose end matters end on a day of their own.
    expiresAt: expiryOn(days < 100 ? addDays(today, days) : monthEnd(addDays(today, days))),
    boxNo: '1',
  }))
  return [
    ...named,
    ...generateLot(1, Math.ceil(spare / 2), 'C301-i', today),
    ...generateLot(2, Math.floor(spare / 2), 'C302-i', today),
  ]
}

/**
 * What happened in the training branch before today, oldest first: 一郎 停止中, 花子 and 二郎 on one fob,
 * 三郎 トークン発行済み, さき子 トークン有効期限切れ, 太郎 失効中, 四郎 未登録 with an application waiting.
 */
export function trainingFacts(now: number, branchNo: string = TRAINING_BRANCH_NO): ScriptedFact[] {
  const at = (days: number) => startOfDay(dateAt(now - days * DAY_MS)) + 10 * 3_600_000
  const teller: Story = story(branchNo)
  return [
    ...teller.intoStock(
      at(90),
      trainingLot(now).map(({ serial }) => serial),
    ),
    ...teller.issued(at(85), {
      applicationId: 'training-ichiro',
      contractNo: TRADING_CONTRACT,
      loginIds: ['ichirodt'],
      serial: fobs.ichiro.serial,
      activated: true,
    }),
    ...teller.issued(at(84), {
      applicationId: 'training-hanako',
      contractNo: TRADING_CONTRACT,
      loginIds: ['hanakodt'],
      serial: fobs.shared.serial,
      activated: true,
    }),
    ...teller.shared(at(70), {
      applicationId: 'training-jiro',
      contractNo: TRADING_CONTRACT,
      loginIds: ['jirodt'],
      serial: fobs.shared.serial,
    }),
    ...teller.issued(at(80), {
      applicationId: 'training-sakiko',
      contractNo: WORKS_CONTRACT,
      loginIds: ['sakikodt'],
      serial: fobs.sakiko.serial,
      activated: true,
    }),
    ...teller.issued(at(79), {
      applicationId: 'training-taro',
      contractNo: WORKS_CONTRACT,
      loginIds: ['tarodt'],
      serial: fobs.taro.serial,
      activated: true,
    }),
    ...teller.issued(at(12), {
      applicationId: 'training-saburo',
      contractNo: WORKS_CONTRACT,
      loginIds: ['saburodt'],
      serial: fobs.saburo.serial,
      activated: false,
    }),
    ...teller.revoked(at(4), { loginId: 'tarodt', applicationId: 'training-taro', serial: fobs.taro.serial }),
    ...teller.stopped(at(1), { loginId: 'ichirodt', serial: fobs.ichiro.serial }),
    ...teller.applied(at(1) + 3_600_000, {
      applicationId: 'training-shiro',
      contractNo: WORKS_CONTRACT,
      loginIds: ['shirodt'],
      kind: 'additional',
      relatedSerial: null,
    }),
  ].toSorted((a, b) => a.at - b.at)
}
