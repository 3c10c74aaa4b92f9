/** The manual's people as customers of a trial: a hub with their contracts, fobs and logins, on the true clock. */
import { dateAt } from '../../domain/calendar.ts'
import type { EventDraft } from '../../domain/events.ts'
import { tieAt } from '../../domain/ties.ts'
import { trainingRoster } from '../../domain/training.ts'
import { waitingUntil } from '../../domain/waiting.ts'
import { DemoLogins } from '../../hub/portal/demo-logins.ts'
import { hubBank } from '../../hub/portal/hub-bank.ts'
import { loginsIn, sessionsIn } from '../../hub/portal/store-rows.ts'
import { verify } from '../../hub/verification/service.ts'
import {
  approvedDrafts,
  createWorld,
  exchange,
  fobDrafts,
  issuedDrafts,
  register,
  type World,
} from '../hub/world.ts'
import { CONFIRMATION, makeSite, PASSWORD } from './site.ts'

const TRADING = '1000001'
const WORKS = '1000002'
const fobs = {
  ichiro: '23456789',
  shared: '12345678',
  saburo: '34567890',
  sakiko: '78106410',
  taro: '78106420',
} as const
const MINUTE = 60_000

/** Who may log in, and in which state the trial begins. */
export const people = [
  ['ichirodt', 'マスターユーザ、サービス利用中', fobs.ichiro],
  ['hanakodt', '管理者ユーザ、停止中', fobs.shared],
  ['jirodt', '一般ユーザ、停止中（花子と共有）', fobs.shared],
  ['saburodt', 'マスターユーザ、トークン発行済み → BLG3020', fobs.saburo],
  ['sakikodt', '一般ユーザ、サービス利用中', fobs.sakiko],
  ['tarodt', '一般ユーザ、失効中（待ち時間）', fobs.taro],
  ['shirodt', '一般ユーザ、未登録', null],
] as const

export async function openDemo() {
  const start = Date.now() - 10 * MINUTE
  const world = await createWorld({ now: start })
  await fill(world, start)
  const followClock = setInterval(() => world.setNow(Date.now()), 100)
  world.setNow(Date.now())
  const { store, random } = world.hub
  const logins = new DemoLogins(loginsIn(store), random)
  for (const [loginId] of people) await logins.add(loginId, PASSWORD, CONFIRMATION)
  const site = await makeSite({ bank: hubBank(world.hub), logins, sessions: sessionsIn(store) })
  return {
    app: site.app,
    /** What a fob shows now. */
    code: (serial: string) => world.code(serial),
    async stop() {
      clearInterval(followClock)
      await site.stop(0)
    },
  }
}

async function fill(world: World, start: number): Promise<void> {
  const startDate = dateAt(start)
  const serials = Object.values(fobs)
  await exchange(world, [...rosterDrafts(), ...serials.flatMap((serial) => fobDrafts(serial))])
  const issued = [
    [TRADING, 'ichirodt', fobs.ichiro],
    [TRADING, 'hanakodt', fobs.shared],
    [WORKS, 'saburodt', fobs.saburo],
    [WORKS, 'sakikodt', fobs.sakiko],
    [WORKS, 'tarodt', fobs.taro],
  ] as const
  for (const [contractNo, loginId, serial] of issued) {
    await exchange(world, await issuedDrafts(world, { contractNo, loginIds: [loginId], serial, startDate }))
    if (loginId !== 'saburodt') await register(world, loginId, serial)
  }
  const tie = { tieId: 't-jirodt', applicationId: 'a-jirodt', serial: fobs.shared, startDate }
  const sharing = { contractNo: TRADING, loginIds: ['jirodt'], startDate, kind: 'sharing' } as const
  const drafts = approvedDrafts(
    { ...sharing, relatedSerial: fobs.shared },
    [{ loginId: 'jirodt', tie }],
    tie.applicationId,
  )
  await exchange(world, drafts)
  world.setNow(start + MINUTE)
  await register(world, 'jirodt', fobs.shared)
  for (let count = 0; count < 5; count++) await verify(world.hub, 'jirodt', wrong(world.code(fobs.shared)))
  world.setNow(start + 2 * MINUTE)
  // 三郎 has no fob in use yet, so an administrator of his contract cannot act: the counter revokes instead.
  const revocation = { loginId: 'tarodt', tieId: tieOf(world, 'tarodt'), serial: fobs.taro }
  const at = start + 2 * MINUTE
  const data = {
    revocations: [{ ...revocation, at, waitingUntil: waitingUntil(at) }],
    reason: 'fault' as const,
    requestId: null,
  }
  await exchange(world, [{ type: 'UsersRevoked', v: 1, data, personal: { memo: '' } }])
}

function tieOf({ desk }: World, loginId: string): string {
  const user = desk.state.get('user', loginId)
  const tie = user && tieAt(user, desk.now)
  if (!tie) throw new Error(`${loginId} has no fob`)
  return tie.tieId
}

/** Right in form, another number. */
function wrong(code: string): string {
  return String((Number(code) + 500_000) % 1_000_000).padStart(6, '0')
}

/** The training roster's rows as a desk records them. */
function rosterDrafts(): EventDraft[] {
  const recorded = new Set<string>()
  return trainingRoster().flatMap(({ contract, user }): EventDraft[] => {
    const { contractNo, branchNo, kind, status, ...personal } = contract
    const { loginId, role, rosterStatus, name, kana } = user
    const first = !recorded.has(contractNo)
    recorded.add(contractNo)
    return [
      ...(first
        ? [
            {
              type: 'ContractRecorded' as const,
              v: 1 as const,
              data: { contractNo, branchNo, kind, status },
              personal,
            },
          ]
        : []),
      {
        type: 'UserRecorded',
        v: 1,
        data: { loginId, contractNo, role, rosterStatus, tokenKind: 'none' },
        personal: { name, kana },
      },
    ]
  })
}
