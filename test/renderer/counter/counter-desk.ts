/**
 * The fake desk with a memory for the counter's flow: an application that is submitted can be approved,
 * issued, delivered and registered. It checks nothing that the rules check; `refuse` says which channel shall
 * refuse, and with what.
 */
import type { Answer, Channel, Desk, Topic } from '../../../preload/contract/channels.ts'
import type { ApplicationView, CustomerHit, IssuanceState, UserRow } from '../../../preload/contract/views.ts'
import type { FakeDesk } from '../fake/desk.ts'
import { contracts, now, users } from '../fake/contracts.ts'
import { fobAt } from '../fake/fobs.ts'
import { application, applications } from '../fake/work.ts'

export interface CounterOptions {
  /** Channel → code. */
  readonly refuse: ReadonlyMap<string, string>
  /** What the reader shows: fob, none (no reader), empty (no fob), unknown (in no lot). */
  readonly reader: string
}

const ok = <T>(value: T): Answer<T> => ({ ok: true, value })
const refuse = (code: string, detail = {}): Answer<never> => ({ ok: false, code, detail })

const fob = {
  ...fobAt(2),
  serial: '78100042',
  chipSerial: '8659610100042',
  place: 'stock' as const,
  seed: 'blank' as const,
  contractNo: null,
  contractName: null,
  loginIds: [],
  incident: null,
  expired: false,
  expiresAt: Date.parse('2031-09-30T08:00:00+09:00'),
}

export function counterDesk(base: FakeDesk, options: CounterOptions): FakeDesk {
  let list: readonly ApplicationView[] = applications
  let issuance: IssuanceState = { readers: readersOf(options.reader), running: null, last: null }
  let revoked: readonly string[] = []
  let unlocked: readonly string[] = []
  let incident: string | null = null
  const tell = (...topics: Topic[]): void => base.tell({ kind: 'changed', topics })
  const change = (applicationId: string, part: Partial<ApplicationView>): void => {
    list = list.map((each) => (each.applicationId === applicationId ? { ...each, ...part } : each))
    tell('applications', 'issuance', 'dispatch', 'customers')
  }
  const step = (running: IssuanceState['running'], last: IssuanceState['last'] = null): void => {
    issuance = { ...issuance, running, last }
    base.tell({ kind: 'reader' })
  }
  const row = (user: (typeof users)[number], refusal: UserRow['refusal']): UserRow => ({
    loginId: user.loginId,
    name: user.name,
    role: user.role,
    serial: user.serial,
    otpStatus: revoked.includes(user.loginId) ? 'revoked' : user.otpStatus,
    authStatus: unlocked.includes(user.loginId) ? 'available' : user.authStatus,
    causes: unlocked.includes(user.loginId) ? [] : user.stops.map(({ cause }) => cause),
    expiresAt: user.expiresAt,
    waitingUntil: revoked.includes(user.loginId) ? now + 1_800_000 : user.waitingUntil,
    refusal,
  })
  const rowsOf = (
    contractNo: string,
    fits: (user: (typeof users)[number]) => boolean,
    code: string,
  ): UserRow[] =>
    users
      .filter((user) => user.contractNo === contractNo)
      .map((user) =>
        row(user, fits(user) ? null : { code, detail: { loginId: user.loginId, status: user.otpStatus } }),
      )
  const chosen = (loginIds: readonly string[]): UserRow[] =>
    users.filter(({ loginId }) => loginIds.includes(loginId)).map((user) => row(user, null))
  const sameFob = (loginIds: readonly string[]): UserRow[] => {
    const serials = chosen(loginIds).map(({ serial }) => serial)
    return users
      .filter(
        ({ loginId, serial }) => !loginIds.includes(loginId) && serial !== null && serials.includes(serial),
      )
      .map((user) => row(user, null))
  }
  const done = ok({ made: {}, unreflected: false })

  const counter: Partial<Desk['call']> = {
    'customers.search': async ({ text }) =>
      ok(
        contracts.flatMap((contract): CustomerHit[] => {
          const user = users.find(
            (each) => each.contractNo === contract.contractNo && each.loginId.startsWith(text),
          )
          if (user !== undefined)
            return [{ contract, matched: 'loginId' as const, matchedText: user.loginId }]
          const holder = users.find((each) => each.contractNo === contract.contractNo && each.serial === text)
          if (holder !== undefined) return [{ contract, matched: 'serial' as const, matchedText: text }]
          const hit = `${contract.name}${contract.kana}${contract.contractNo}${contract.phone}`.includes(text)
          return hit ? [{ contract, matched: 'contractNo' as const, matchedText: contract.contractNo }] : []
        }),
      ),
    'customers.get': async ({ contractNo }) => {
      const answer = await base.call['customers.get']({ contractNo })
      if (!answer.ok || answer.value === null) return answer
      const { userList } = answer.value
      const serials = [...new Set(userList.flatMap(({ serial }) => (serial === null ? [] : [serial])))]
      return ok({
        ...answer.value,
        userList: userList.map((user) => ({ ...user, ...pick(chosen([user.loginId])[0]) })),
        fobs: serials.map((serial) => ({
          ...fob,
          serial,
          place: 'customer' as const,
          seed: 'proven' as const,
          seedAtHub: true,
          contractNo,
          contractName: answer.value?.name ?? null,
          loginIds: userList.filter((user) => user.serial === serial).map(({ loginId }) => loginId),
          incident: incident === serial ? { kind: 'loss' as const, at: now } : null,
        })),
        applications: list.filter((each) => each.contractNo === contractNo),
      })
    },
    'applications.defaults': async ({ contractNo, kind }) => {
      const mine = users.filter((user) => user.contractNo === contractNo)
      const fits = (status: string): boolean =>
        kind === 'new' || kind === 'additional' || kind === 'sharing'
          ? status === 'unregistered'
          : kind === 'renewal'
            ? status === 'inService' || status === 'expired'
            : kind === 'reuse'
              ? status === 'revoked'
              : status !== 'unregistered'
      return ok({
        earliestByMail: '2026-12-01',
        earliestAtCounter: '2026-11-22',
        users: mine.map(({ loginId, otpStatus }) => ({
          loginId,
          refusal: fits(otpStatus)
            ? null
            : { code: 'APPLICATION_KIND', detail: { loginId, status: otpStatus, kind } },
        })),
        relatedFobs: [{ ...fob, serial: '78106410', place: 'customer' as const, loginIds: ['sachikodt'] }],
        warnings:
          contractNo === '0010001'
            ? [{ code: 'APPLICATION_DUPLICATE', detail: { loginId: 'hanakodt', receiptNo: '2026-11-102' } }]
            : [],
      })
    },
    'command.saveDraft': async () => ok({ made: { applicationId: 'A-7' }, unreflected: false }),
    'command.submitApplication': async ({ command }) => {
      const made = application(91, 'waiting', command.kind)
      list = [{ ...made, delivery: command.delivery, requestId: 'R-91' }, ...list]
      tell('applications', 'approvals')
      return ok({ made: { applicationId: made.applicationId, requestId: 'R-91' }, unreflected: false })
    },
    'command.decideApprovals': async ({ approver }) => {
      if (approver?.password === 'wrong') return refuse('PASSWORD_WRONG', { wait: 5 })
      change('A-91', { status: 'approved', requestId: null })
      return done
    },
    'applications.list': async ({ statuses, text }) =>
      ok(
        list.filter(
          (each) =>
            statuses.includes(each.status) && `${each.contractName}${each.evidence.receiptNo}`.includes(text),
        ),
      ),
    'applications.get': async ({ applicationId }) =>
      ok(list.find((each) => each.applicationId === applicationId) ?? null),
    'issuance.queue': async () => ok(list.filter(({ status }) => status === 'approved')),
    'issuance.state': async () => ok(issuance),
    'issuance.begin': async ({ applicationId }) => {
      const running = {
        issuanceId: 'I-1',
        applicationId,
        serial: fob.serial,
        attemptsLeft: 3,
        startedAt: now,
      }
      step({ ...running, step: 'started' })
      setTimeout(() => step({ ...running, step: 'configured' }), 60)
      setTimeout(() => step({ ...running, step: 'awaitingCode' }), 160)
      return ok({ issuanceId: 'I-1' })
    },
    'issuance.code': async ({ code }) => {
      const { running } = issuance
      if (running === null) return refuse('ISSUANCE_UNKNOWN')
      if (code === '000000') {
        step({ ...running, attemptsLeft: running.attemptsLeft - 1 })
        return refuse('CODE_WRONG', { left: running.attemptsLeft - 1 })
      }
      const { issuanceId, applicationId, serial } = running
      change(applicationId, { status: 'issued', serial })
      step(null, {
        issuanceId,
        applicationId,
        serial,
        ok: true,
        driftSteps: 0,
        refusal: null,
        rewriteNeeded: false,
      })
      return ok({})
    },
    'issuance.cancel': async () => {
      const { running } = issuance
      if (running !== null) {
        const { issuanceId, applicationId, serial } = running
        const refusal = { code: 'CANCELLED', detail: {} }
        step(null, {
          issuanceId,
          applicationId,
          serial,
          ok: false,
          driftSteps: 0,
          refusal,
          rewriteNeeded: true,
        })
      }
      return ok({})
    },
    'training.reader': async () => {
      const answer = await base.call['training.reader']({})
      if (!answer.ok) return answer
      const mine = {
        chipSerial: fob.chipSerial,
        printedSerial: fob.serial,
        model: 'C301-i',
        label: 'blank' as const,
      }
      const written = issuance.running !== null || issuance.last !== null
      return ok({
        ...answer.value,
        placed: options.reader === 'fob' ? fob.chipSerial : null,
        display: written ? answer.value.display : null,
        fobs: [mine, ...answer.value.fobs],
      })
    },
    'dispatch.queue': async () => ok(list.filter(({ status }) => status === 'issued')),
    'command.sealEnvelope': async ({ command }) => {
      const wanted = list.find((each) => each.applicationId === command.applicationId)
      if (command.letterNo !== wanted?.letterNo) {
        return refuse('ENVELOPE_MISMATCH', { serial: command.serial, letterNo: command.letterNo })
      }
      change(command.applicationId, { sealedAt: now })
      return done
    },
    'command.recordDispatch': async ({ command }) => {
      change(command.applicationId, { status: 'dispatched' })
      return done
    },
    'command.handOver': async ({ command }) => {
      change(command.applicationId, { status: 'handedOver' })
      return done
    },
    'paper.preview': async ({ applicationId }) => {
      const png = await picture()
      return ok({
        pages: [png],
        letterNo: list.find((each) => each.applicationId === applicationId)?.letterNo ?? '',
      })
    },
    'activation.login': async ({ loginId, code }) => {
      const user = users.find((each) => each.loginId === loginId)
      if (user?.authStatus === 'stopped') return refuse('USER_STOPPED', { loginId, cause: 'failures' })
      if (user?.otpStatus === 'expired') return refuse('TOKEN_EXPIRED')
      if (user?.otpStatus === 'revoked') return refuse('USER_REVOKED', { loginId })
      if (code === '000000') return refuse('OTP_WRONG')
      if (code !== null) return ok({ next: 'topPage' })
      return ok({ next: user?.otpStatus === 'inService' ? 'passwordAndOtp' : 'passwordThenRegistration' })
    },
    'unlock.rows': async ({ contractNo }) =>
      ok(rowsOf(contractNo, (user) => user.authStatus === 'stopped', 'NOT_STOPPED')),
    'unlock.preview': async ({ loginIds }) => {
      const also = sameFob(loginIds)
      return ok({
        affected: [...chosen(loginIds), ...also],
        alsoOnSameFob: also.map(({ loginId }) => loginId),
        refusal: null,
      })
    },
    'command.unlockUsers': async ({ command, password }) => {
      if (password === 'wrong') return refuse('PASSWORD_WRONG', { wait: 5 })
      unlocked = command.loginIds
      tell('customers')
      return done
    },
    'revocation.rows': async ({ contractNo }) =>
      ok(
        rowsOf(
          contractNo,
          (user) => user.serial !== null && !revoked.includes(user.loginId),
          'NOT_REVOCABLE',
        ),
      ),
    'revocation.preview': async ({ loginIds, reason }) => {
      const sharers = sameFob(loginIds)
      const lost = reason === 'loss' || reason === 'theft'
      return ok({
        affected: chosen(loginIds),
        sharers,
        preselect: lost ? sharers.map(({ loginId }) => loginId) : [],
        warnings: [],
        waitingUntil: now + 1_800_000,
        refusal: null,
      })
    },
    'command.revokeUsers': async ({ command, password, approver }) => {
      if (password === 'wrong') return refuse('PASSWORD_WRONG', { wait: 5 })
      if (password === 'teller' && approver === undefined) return refuse('NOT_ALLOWED', { role: 'teller' })
      revoked = command.loginIds
      tell('customers', 'inventory')
      return ok({ made: {}, unreflected: true })
    },
    'revocation.waiting': async () =>
      ok(users.map((user) => row(user, null)).filter((each) => each.waitingUntil !== null)),
    'fobs.get': async ({ serial }) => {
      const holders = users.filter((user) => user.serial === serial)
      const [holder] = holders
      if (holder === undefined && serial !== fob.serial) return ok(null)
      return ok({
        ...fob,
        serial,
        contractNo: holder?.contractNo ?? null,
        loginIds: holders.map(({ loginId }) => loginId),
        incident: incident === serial ? { kind: 'loss', at: now } : null,
      })
    },
    'command.reportIncident': async ({ command }) => {
      incident = command.serial
      tell('customers', 'inventory', 'approvals')
      return ok({ made: { requestId: 'R-3' }, unreflected: true })
    },
  }

  const call = Object.fromEntries(
    (Object.keys(base.call) as Channel[]).map((channel) => {
      const answer = (counter[channel] ?? base.call[channel]) as (input: unknown) => Promise<Answer<unknown>>
      return [
        channel,
        async (input: unknown) => {
          base.asked.push({ channel, input })
          const code = options.refuse.get(channel)
          return code === undefined ? answer(input) : refuse(code, refusalDetail)
        },
      ]
    }),
  ) as unknown as Desk['call'] // fromEntries loses the mapped type
  return { ...base, call }
}

/** Fills the placeholders of whichever sentence a test asks for. */
const refusalDetail = {
  serial: fob.serial,
  printed: '78100043',
  expected: fob.serial,
  expires: Date.parse('2027-05-28T08:00:00+09:00'),
  months: 12,
  place: 'customer',
  offset: 7,
  role: 'teller',
}

const pick = (row: UserRow | undefined) =>
  row === undefined
    ? {}
    : { otpStatus: row.otpStatus, authStatus: row.authStatus, waitingUntil: row.waitingUntil }

function readersOf(kind: string): IssuanceState['readers'] {
  const name = '研修用リーダー'
  const { chipSerial, model } = fob
  switch (kind) {
    case 'none':
      return []
    case 'empty':
      return [{ name, transport: 'training', fob: null, refusal: null }]
    case 'unknown':
      return [
        {
          name,
          transport: 'training',
          fob: { chipSerial, model, clockOffsetSeconds: 0, known: null },
          refusal: { code: 'FOB_NOT_IN_LOT', detail: {} },
        },
      ]
    default:
      return [
        {
          name,
          transport: 'training',
          fob: { chipSerial, model, clockOffsetSeconds: 4, known: fob },
          refusal: null,
        },
      ]
  }
}

/** A page to look at. */
async function picture(): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = document.createElement('canvas')
  canvas.width = 595
  canvas.height = 842
  const pen = canvas.getContext('2d')
  if (pen !== null) {
    pen.fillStyle = '#fff'
    pen.fillRect(0, 0, 595, 842)
    pen.fillStyle = '#1e2832'
    pen.font = '16px sans-serif'
    pen.fillText('L-6　見本の送付状', 60, 80)
  }
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  return new Uint8Array(await (blob ?? new Blob()).arrayBuffer())
}
