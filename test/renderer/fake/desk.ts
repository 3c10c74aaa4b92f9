/**
 * A desk without a main process: `window.desk` over sample data, for looking at the screens and for tests of
 * the renderer alone. It decides nothing; what the rules would refuse is refused here only where a screen
 * needs to be seen refusing.
 */
import type { Answer, Channel, Desk, Notice, Topic } from '../../../preload/contract/channels.ts'
import { commandSchemas, type ScreenCommandType } from '../../../domain/commands.ts'
import { defaultPolicy } from '../../../domain/policy.ts'
import type { RefusalCode } from '../../../domain/refusals.ts'
import { trainingStaff } from '../../../domain/training-staff.ts'
import type {
  CommandAnswer,
  ContractView,
  DeskStatus,
  HistoryEntry,
  ImportPreview,
  StaffView,
  UserRow,
  UserView,
} from '../../../preload/contract/views.ts'
import { contracts, now, users } from './contracts.ts'
import { counts, fobAt, pageOf } from './fobs.ts'
import { diagnosisOf } from './readers.ts'
import { applications, approvals, historyEntry, tasks } from './work.ts'

type Call = Desk['call']
type Refusal = Extract<Answer<never>, { ok: false }>

const ok = <T>(value: T): Answer<T> => ({ ok: true, value })
const refuse = (code: string, detail: Refusal['detail'] = {}): Refusal => ({ ok: false, code, detail })

const aBackup = {
  byName: '役席 花子',
  ok: true,
  fileName: 'fobdesk-012-20261113-190210.fobbackup',
  bytes: 48_230_000,
  events: 120_340,
  holdsErased: false,
}

const staff: readonly StaffView[] = trainingStaff.map(({ password: _, ...person }) => ({
  ...person,
  active: true,
  canSignIn: person.staffNo !== '2002',
}))

export interface FakeOptions {
  readonly phase: DeskStatus['phase']
  /** Why, where `phase` is 'failed'. */
  readonly failure?: RefusalCode
  readonly realm: 'training' | 'real'
  readonly staffNo: string
  readonly offline: boolean
  /** What リーダー診断 shows (`readers.ts`). */
  readonly readers?: string
  /** Milliseconds before each answer. */
  readonly latency: number
}

export interface FakeDesk extends Desk {
  /** What the screens asked for, in order: tests read it. */
  readonly asked: { readonly channel: Channel; readonly input: unknown }[]
  readonly tell: (notice: Notice) => void
}

export function makeFakeDesk(options: FakeOptions): FakeDesk {
  const listeners = new Set<(notice: Notice) => void>()
  const asked: { channel: Channel; input: unknown }[] = []
  const tell = (notice: Notice) => listeners.forEach((listener) => listener(notice))
  const changed = (...topics: Topic[]) => tell({ kind: 'changed', topics })

  // The fake's clock starts at the sample data's now and runs.
  const started = Date.now()
  let ahead = 0
  let status: DeskStatus = {
    phase: options.phase,
    realm: options.phase === 'start' ? null : options.realm,
    language: 'ja',
    branchNo: '012',
    branchName: options.realm === 'training' ? '研修支店' : '大宮支店',
    staff: null,
    mustChangePassword: false,
    idleLockMinutes: 10,
    emergencyPhone: '0120-000-000',
    failure:
      options.phase === 'failed'
        ? { code: options.failure ?? 'JOURNAL_TAMPERED', detail: { where: 'segment 12, frame 331' } }
        : null,
    headOffice: {
      online: !options.offline,
      running: false,
      unsent: options.offline ? 3 : 0,
      unreflected: options.offline ? 1 : 0,
      lastSyncAt: now - 90_000,
      refusal: null,
      clockOffsetMs: 40,
      clockMeasuredAt: now - 60_000,
    },
    counts: { approvals: approvals.length, issuanceQueue: 2, dispatchQueue: 2, tasks: tasks.length },
    recordBroken: false,
    version: '0.1.0',
    now,
  }
  if (options.phase === 'signedIn' || options.phase === 'locked') {
    status = { ...status, staff: staff.find(({ staffNo }) => staffNo === options.staffNo) ?? null }
  }
  const move = (part: Partial<DeskStatus>) => {
    status = { ...status, ...part }
    changed('status')
    return ok({})
  }

  const done: CommandAnswer = { made: {}, unreflected: options.offline }
  const commands = Object.fromEntries(
    (Object.keys(commandSchemas) as ScreenCommandType[]).map((name) => [
      `command.${name}`,
      async ({ password }: { password?: string }) =>
        password === 'wrong' ? refuse('PASSWORD_WRONG', { wait: 5 }) : ok(done),
    ]),
  ) as unknown as Pick<Call, Extract<Channel, `command.${string}`>> // fromEntries loses the names

  const call: Call = {
    ...commands,
    'desk.status': async () => ok({ ...status, now: now + (Date.now() - started) + ahead }),
    'desk.setLanguage': async ({ language }) => move({ language }),
    'start.training': async () => move({ phase: 'signIn', realm: 'training' }),
    'start.identify': async ({ code }) =>
      code === 'wrong'
        ? refuse('ENROLMENT_CODE_WRONG')
        : ok({ fingerprint: '3f9a 70c2 11de 84b6 0a5e 92f3 6d71 c8b4', realm: 'real' }),
    'start.enrol': async () => {
      move({ phase: 'signIn', realm: 'real' })
      return ok({ recoveryCode: 'K7QW-29FM-XD4T-8HPR-V3JC-6NZA', branchName: '大宮支店' })
    },
    'start.printRecoveryCode': async () => ok({}),
    'session.signIn': async ({ staffNo, password }) => {
      const person = trainingStaff.find((known) => known.staffNo === staffNo && known.password === password)
      const view = staff.find((known) => known.staffNo === staffNo)
      if (person === undefined || view === undefined) return refuse('PASSWORD_WRONG', { wait: 5 })
      move({ phase: 'signedIn', staff: view })
      return ok(view)
    },
    'session.signOut': async () => move({ phase: 'signIn', staff: null }),
    'session.lock': async () => move({ phase: 'locked' }),
    'session.unlock': async ({ password }) =>
      password === 'wrong' ? refuse('PASSWORD_WRONG', { wait: 5 }) : move({ phase: 'signedIn' }),
    'session.checkRecoveryCode': async ({ recoveryCode }) =>
      ok({ wellFormed: recoveryCode.replace(/[^0-9A-Za-z]/g, '').length === 35 }),
    'session.recover': async ({ recoveryCode }) =>
      recoveryCode.startsWith('W')
        ? refuse('RECOVERY_REFUSED', { wait: 5 })
        : ok({ recoveryCode: 'K7QW2-9FMXD-4T8HP-RV3JC-6NZAB-M2C4D-8XYZ1', branchName: '大宮支店' }),
    'session.changePassword': async ({ newPassword }) =>
      newPassword.length < 12 ? refuse('PASSWORD_WEAK') : ok({}),
    'session.active': async () => ok({}),
    'staff.list': async () => ok([...staff]),
    'staff.setPassword': async ({ newPassword }) =>
      newPassword.length < 12 ? refuse('PASSWORD_WEAK') : ok({ recoveryCode: null }),
    'policy.get': async () => ok(defaultPolicy),
    'headOffice.address': async () =>
      ok({ address: options.realm === 'real' ? 'https://hub.example.jp:8443' : null }),
    'headOffice.changeAddress': async ({ address }) =>
      address.includes('other') ? refuse('HEAD_OFFICE_FOREIGN') : ok({ address: `https://${address}:8443` }),
    'import.choose': async ({ kind }) => ok(preview(kind === 'pskc' ? 'lot' : kind)),
    'import.commit': async () => ok({ ...preview('lot'), errors: [], moreErrors: 0 }),
    'import.discard': async () => ok({}),
    'customers.search': async ({ text }) =>
      ok(
        contracts
          .filter(
            ({ name, kana, contractNo }) => `${name}${kana}${contractNo}`.includes(text) || text.length < 3,
          )
          .map((contract) => ({ contract, matched: 'name' as const, matchedText: '' })),
      ),
    'customers.get': async ({ contractNo }) => ok(contractView(contractNo)),
    'applications.defaults': async ({ contractNo }) =>
      ok({
        earliestByMail: '2026-12-01',
        earliestAtCounter: '2026-11-24',
        users: users
          .filter((user) => user.contractNo === contractNo)
          .map(({ loginId }) => ({ loginId, refusal: null })),
        relatedFobs: [fobAt(3)],
        warnings: [],
      }),
    'applications.list': async ({ statuses }) =>
      ok(applications.filter(({ status: at }) => statuses.includes(at))),
    'applications.get': async ({ applicationId }) =>
      ok(applications.find((found) => found.applicationId === applicationId) ?? null),
    'approvals.list': async () => ok([...approvals]),
    'issuance.queue': async () => ok(applications.filter(({ status: at }) => at === 'approved')),
    'issuance.state': async () => ok({ readers: [], running: null, last: null }),
    'readers.diagnosis': async () => ok(diagnosisOf(options.readers ?? 'fob')),
    'readers.lookAgain': async () => ok({}),
    'issuance.assign': async () => ok({ issuanceId: 'I-1' }),
    'issuance.begin': async () => ok({ issuanceId: 'I-1' }),
    'issuance.code': async () => ok({}),
    'issuance.cancel': async () => ok({}),
    'training.reader': async () =>
      ok({
        plugged: true,
        placed: '0865281100003',
        display: { code: '492713', secondsLeft: 37 },
        fobs: [0, 3, 6, 9].map((at) => ({
          chipSerial: fobAt(at).chipSerial,
          printedSerial: fobAt(at).serial,
          model: 'C300',
          label: 'blank',
        })),
      }),
    'training.place': async () => ok({}),
    'training.remove': async () => ok({}),
    'training.plug': async () => ok({}),
    'training.fault': async () => ok({}),
    'training.advance': async ({ minutes }) => {
      ahead += minutes * 60_000
      return move({})
    },
    'training.press': async () => ok({ code: '810364', secondsLeft: 22 }),
    'dispatch.queue': async () => ok(applications.filter(({ status: at }) => at === 'issued')),
    'label.print': async () => ok({}),
    'label.printers': async () => ok({ printers: [], chosen: null }),
    'label.choosePrinter': async () => ok({}),
    'paper.preview': async () => ok({ pages: [], letterNo: 'L-1' }),
    'paper.print': async () => ok({}),
    'paper.save': async () => ok({ fileName: 'letter.pdf' }),
    'activation.activate': async ({ loginId, serial }) => ok({ loginId, serial }),
    'activation.login': async () => ok({ next: 'passwordThenRegistration' as const }),
    'activation.why': async ({ loginId }) =>
      ok({
        loginId,
        serial: '12345678',
        otpStatus: 'inService',
        authStatus: 'available',
        causes: [],
        wrongInRow: 2,
        wrongInLongRun: 3,
        attempts: [{ at: now - 180_000, outcome: 'wrong', offSteps: -4 }],
        findings: [{ code: 'WHY_CLOCK_SLOW', detail: { minutes: 3, off: 4 } }],
      }),
    'activation.resynchronise': async () => ok({}),
    'elsewhere.lookUp': async () => ok({ hits: [], more: false, own: false, left: 39 }),
    'elsewhere.reportIncident': async ({ serial }) =>
      ok({
        serial,
        contractNo: '0020001',
        branchNo: '002',
        branchName: '大宮支店',
        users: [],
        at: now,
        again: false,
      }),
    'unlock.rows': async ({ contractNo }) => ok(rows(contractNo, 'NOT_STOPPED')),
    'unlock.preview': async ({ loginIds }) =>
      ok({ affected: chosen(loginIds), alsoOnSameFob: [], refusal: null }),
    'revocation.rows': async ({ contractNo }) => ok(rows(contractNo, 'NOT_REVOCABLE')),
    'revocation.preview': async ({ loginIds }) =>
      ok({
        affected: chosen(loginIds),
        sharers: [],
        preselect: [],
        warnings: [],
        waitingUntil: now + 1_800_000,
        refusal: null,
      }),
    'unlock.stoppedContracts': async () => ok(contracts.slice(0, 1)),
    'revocation.waiting': async () =>
      ok(rows('0010002', 'NOT_STOPPED').filter(({ waitingUntil }) => waitingUntil !== null)),
    'inventory.counts': async () => ok(counts()),
    'inventory.page': async ({ filter, offset, limit }) => ok(pageOf(filter, offset, limit)),
    'fobs.get': async ({ serial }) => ok(fobOf(serial)),
    'fobs.history': async () => ok(Array.from({ length: 12 }, (_, at) => historyEntry(4988 + at)).reverse()),
    'tasks.list': async () => ok([...tasks]),
    'audit.page': async ({ before, limit, text, type }) => {
      const from = before ?? 5000
      const entries: HistoryEntry[] = []
      let at = from
      for (; at > 0 && entries.length < limit; at -= 1) {
        const entry = historyEntry(at)
        if (entry.subject.includes(text) && (type === null || entry.type === type)) entries.push(entry)
      }
      return ok({ entries, total: 5000, next: at === 0 ? null : at })
    },
    'audit.lastVerification': async () =>
      ok({
        at: now - 86_400_000,
        ok: true,
        events: 120_340,
        head: '3f9a70c2'.repeat(8),
        byName: '役席 花子',
      }),
    'audit.exportCsv': async () =>
      ok({ fileName: '操作履歴-012-20261122.csv', bytes: 48_000, events: 320, fingerprint: '' }),
    'audit.exportSigned': async () =>
      ok({
        fileName: '操作履歴-012-20261122.fobaudit',
        bytes: 180_000,
        events: 320,
        fingerprint: '12345 67890 12345 67890 12345 67890',
      }),
    'work.cancel': async () => ok({}),
    'backup.state': async () => {
      const last = { ...aBackup, at: now - 9 * 86_400_000 }
      const failed = { ...aBackup, at: now - 86_400_000, ok: false }
      const old = { ...aBackup, at: now - 20 * 86_400_000, holdsErased: true }
      const erasedAt = now - 15 * 86_400_000
      return ok({ last, written: [failed, last, old], erasedAt, days: 9, overdue: true })
    },
    'backup.run': async () =>
      ok({ fileName: aBackup.fileName, bytes: aBackup.bytes, events: aBackup.events, removed: [], left: [] }),
    'restore.choose': async () => ok(null),
    'restore.run': async () => refuse('RECOVERY_CODE_WRONG'),
    'audit.verify': async () => {
      for (let at = 0; at <= 10; at += 1)
        tell({ kind: 'progress', work: 'verify', done: at * 500, total: 5000 })
      return ok({
        ok: true,
        events: 5000,
        commits: 3120,
        head: '9b1c'.repeat(16),
        where: '',
        milliseconds: 412,
      })
    },
    'sync.now': async () => ok({}),
    'store.retry': async () => move({ phase: 'signIn', failure: null }),
  }

  const recorded = Object.fromEntries(
    Object.entries(call).map(([channel, answer]) => [
      channel,
      async (input: never) => {
        asked.push({ channel: channel as Channel, input })
        if (options.latency > 0) await new Promise((resolve) => setTimeout(resolve, options.latency))
        return (answer as (input: never) => Promise<Answer<unknown>>)(input)
      },
    ]),
  ) as unknown as Call // fromEntries loses the mapped type; every channel of `call` is there

  return {
    call: recorded,
    asked,
    tell,
    onNotice: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function contractView(contractNo: string): ContractView | null {
  const found = contracts.find((contract) => contract.contractNo === contractNo)
  if (found === undefined) return null
  return {
    ...found,
    postalCode: '330-0000',
    address1: 'さいたま市見本区研修町1-2-3',
    address2: '見本ビル4階',
    userList: users.filter((user) => user.contractNo === contractNo),
    fobs: [fobAt(0), fobAt(3)],
    applications: applications.filter((application) => application.contractNo === contractNo),
  }
}

function fobOf(serial: string) {
  const index = Number(serial) - 78_100_000
  return index >= 0 ? fobAt(index) : { ...fobAt(0), serial }
}

function row(user: UserView, refusal: UserRow['refusal']): UserRow {
  const { loginId, name, role, serial, otpStatus, authStatus, expiresAt, waitingUntil } = user
  const causes = user.stops.map(({ cause }) => cause)
  return { loginId, name, role, serial, otpStatus, authStatus, causes, expiresAt, waitingUntil, refusal }
}

function rows(contractNo: string, code: 'NOT_STOPPED' | 'NOT_REVOCABLE'): UserRow[] {
  return users
    .filter((user) => user.contractNo === contractNo)
    .map((user) => {
      const fits = code === 'NOT_STOPPED' ? user.authStatus === 'stopped' : user.serial !== null
      return row(user, fits ? null : { code, detail: { loginId: user.loginId, status: user.otpStatus } })
    })
}

const chosen = (loginIds: readonly string[]): UserRow[] =>
  users.filter(({ loginId }) => loginIds.includes(loginId)).map((user) => row(user, null))

function preview(kind: 'roster' | 'lot'): ImportPreview {
  return {
    token: 'import-1',
    kind,
    fileName: kind === 'roster' ? 'meibo_20261122.csv' : 'lot_L2026-051.csv',
    encoding: 'cp932',
    rows: 1204,
    added: 12,
    changed: 7,
    unchanged: 1183,
    closed: 2,
    errors:
      kind === 'lot'
        ? []
        : [
            {
              line: 18,
              column: '利用者区分',
              code: 'ROW_VALUE',
              detail: { column: '利用者区分', value: '管理' },
            },
            { line: 402, column: '契約番号', code: 'ROW_REQUIRED', detail: { column: '契約番号' } },
            {
              line: 771,
              column: 'ログインID',
              code: 'ROW_DUPLICATE',
              detail: { column: 'ログインID', value: 'ichirodt', line: 12 },
            },
          ],
    moreErrors: 0,
    changes: [
      { line: 5, key: '0010001', field: '電話番号', before: '048-000-0000', after: '048-000-0001' },
      { line: 9, key: 'jirodt', field: '利用者名', before: 'データ次郎', after: 'データ二郎' },
    ],
    moreChanges: 5,
  }
}
