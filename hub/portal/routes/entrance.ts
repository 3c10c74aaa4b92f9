/** Login, BLG3020, one-time password, and out again. */
import type { FastifyInstance } from 'fastify'
import { isRefusal } from '../../../domain/refuse.ts'
import { assertNever } from '../../../domain/vocabulary.ts'
import type { NextStep } from '../bank.ts'
import { clockPage, endings, loginPage, otpPage, topPage } from '../pages/entrance.ts'
import { noticePage, refusedPage } from '../pages/notices.ts'
import type { Problems } from '../pages/parts.ts'
import { registrationPage } from '../pages/registration.ts'
import { loginSentence, registrationSentence } from '../sentences.ts'
import type { Stage } from '../rows.ts'
import { homes, Visit, type Answer, type Portal } from '../visit.ts'
import { entrance as words } from '../words/entrance.ts'
import { registration } from '../words/registration.ts'
import { bodyOf, guestPage, text, type Guest } from './pages.ts'

export function entranceRoutes(app: FastifyInstance, portal: Portal): void {
  app.get('/', async (request, reply) => {
    const visit = new Visit(portal, request, reply)
    const session = await visit.session()
    const goTo = session === undefined || session === 'ended' ? '/login' : homes[session.stage]
    return visit.answer(visit.frame(null), { goTo })
  })
  app.get('/login', async (request, reply) => {
    const visit = new Visit(portal, request, reply)
    const frame = visit.frame(null, visit.entrance())
    return visit.answer(frame, {
      show: loginPage(frame, { loginId: '', problems: {}, ended: endedBy(visit) }),
    })
  })
  app.post('/login', async (request, reply) => {
    const visit = new Visit(portal, request, reply)
    const frame = visit.frame(null, visit.entrance())
    return visit.answer(frame, await login(visit))
  })
  app.post('/logout', async (request, reply) => {
    const visit = new Visit(portal, request, reply)
    const own = visit.isOwnForm(text(bodyOf(visit), 'token'), visit.cookie)
    if (own) await visit.end()
    return visit.answer(visit.frame(null), { goTo: own ? '/login?ended=logout' : '/' })
  })
  guestPage(app, portal, '/registration', {
    stages: ['registration'],
    show: async ({ frame }) => ({ show: registrationPage(frame, '', {}) }),
    send: register,
  })
  guestPage(app, portal, '/otp', {
    stages: ['otp'],
    show: async ({ visit, frame }) => ({ show: otpPage(frame, {}, 'adjusted' in queryOf(visit)) }),
    send: enterCode,
  })
  guestPage(app, portal, '/otp/clock', {
    stages: ['otp'],
    show: async ({ frame }) => ({ show: clockPage(frame, {}) }),
    send: adjustClock,
  })
  guestPage(app, portal, '/refused', { stages: ['refused'], show: refused })
  guestPage(app, portal, '/top', {
    stages: ['signedIn'],
    show: async ({ visit, frame, own }) => ({
      show: topPage(frame, own, portal.bank.now(), 'registered' in queryOf(visit)),
    }),
  })
}

/** The flags that our own redirects set; they choose among sentences and do nothing else. */
function queryOf(visit: Visit): object {
  return visit.request.query ?? {}
}

function endedBy(visit: Visit): keyof typeof endings | null {
  const query: { ended?: unknown } = queryOf(visit)
  return (Object.keys(endings) as (keyof typeof endings)[]).find((name) => name === query.ended) ?? null
}

async function login(visit: Visit): Promise<Answer> {
  const { t, portal } = visit
  const { bank, perAddress, perLogin } = portal
  const cookie = visit.entrance()
  const frame = visit.frame(null, cookie)
  const body = bodyOf(visit)
  if (!visit.isOwnForm(text(body, 'token'), cookie)) return { show: noticePage(frame, 'stale'), status: 403 }
  const loginId = text(body, 'loginId').normalize('NFKC').trim()
  const password = text(body, 'password')
  const again = (problems: Problems, status = 422): Answer => ({
    show: loginPage(frame, { loginId, problems, ended: null }),
    status,
  })
  const missing: Problems = {
    ...(loginId === '' && { loginId: t(words.loginIdMissing) }),
    ...(password === '' && { password: t(words.passwordMissing) }),
  }
  if (Object.keys(missing).length > 0) return again(missing)
  const now = bank.now()
  const wait = perAddress.take(visit.request.ip, now) || perLogin.take(loginId, now)
  if (wait > 0) return again({ '': t(words.tooMany, { minutes: Math.ceil(wait / 60_000) }) }, 429)
  const right = await portal.logins.isPassword(loginId, password)
  // A login that the bank does not know reads like a wrong password: nobody learns which it was.
  const known = await bank.own(loginId)
  if (!right || known === undefined) return again({ '': t(words.loginWrong) })
  perLogin.forget(loginId)
  const next = await bank.loginStep(loginId)
  const stage = isRefusal(next) ? 'refused' : stageOf(next.next)
  await visit.begin(stage, loginId)
  return { goTo: homes[stage] }
}

function stageOf(next: NextStep): Stage {
  switch (next) {
    case 'password':
    case 'topPage':
      return 'signedIn'
    case 'passwordThenRegistration':
      return 'registration'
    case 'passwordAndOtp':
      return 'otp'
    default:
      return assertNever(next)
  }
}

async function register({ visit, session, frame }: Guest): Promise<Answer> {
  const { t, portal } = visit
  const body = bodyOf(visit)
  const serial = text(body, 'serial')
  const code = text(body, 'code')
  const again = (problems: Problems): Answer => ({
    show: registrationPage(frame, serial, problems),
    status: 422,
  })
  const missing: Problems = {
    ...(serial.trim() === '' && { serial: t(registration.serialMissing) }),
    ...(code.trim() === '' && { code: t(registration.codeMissing) }),
  }
  if (Object.keys(missing).length > 0) return again(missing)
  const done = await portal.bank.activate(session.loginId, serial, code)
  if (!isRefusal(done)) {
    await visit.moveTo('signedIn')
    return { goTo: '/top?registered' }
  }
  const refusedNow = await refusedMeanwhile({ visit, session })
  if (refusedNow !== null) return refusedNow
  const said = t(registrationSentence(done), done.detail)
  const place = done.code === 'SERIAL_FORM' ? 'serial' : done.code === 'CODE_FORM' ? 'code' : ''
  return again({ [place]: said })
}

async function enterCode({ visit, session, frame }: Guest): Promise<Answer> {
  const { t, portal } = visit
  const code = text(bodyOf(visit), 'code')
  const again = (problem: string): Answer => ({ show: otpPage(frame, { code: problem }, false), status: 422 })
  if (code.trim() === '') return again(t(registration.codeMissing))
  const done = await portal.bank.verify(session.loginId, code)
  if (!isRefusal(done)) {
    const stage = stageOf(done.next)
    await visit.moveTo(stage)
    return { goTo: homes[stage] }
  }
  return (await refusedMeanwhile({ visit, session })) ?? again(t(loginSentence(done), done.detail))
}

async function adjustClock({ visit, session, frame }: Guest): Promise<Answer> {
  const { t, portal } = visit
  const body = bodyOf(visit)
  const code = text(body, 'code')
  const nextCode = text(body, 'nextCode')
  const again = (problems: Problems): Answer => ({ show: clockPage(frame, problems), status: 422 })
  const missing: Problems = {
    ...(code.trim() === '' && { code: t(registration.codeMissing) }),
    ...(nextCode.trim() === '' && { nextCode: t(registration.codeMissing) }),
  }
  if (Object.keys(missing).length > 0) return again(missing)
  const done = await portal.bank.resynchronise(session.loginId, code, nextCode)
  if (!isRefusal(done)) return { goTo: '/otp?adjusted' }
  const said = done.code === 'OTP_WRONG' ? t(words.resyncWrong) : t(loginSentence(done), done.detail)
  return (await refusedMeanwhile({ visit, session })) ?? again({ '': said })
}

/** Where this attempt was one too many, the reason stands on a page of its own. */
async function refusedMeanwhile({
  visit,
  session,
}: Pick<Guest, 'visit' | 'session'>): Promise<Answer | null> {
  const next = await visit.portal.bank.loginStep(session.loginId)
  if (!isRefusal(next)) return null
  await visit.moveTo('refused')
  return { goTo: homes.refused }
}

/** Asked anew each time: the page tells the present state, and the waiting time as it runs. */
async function refused({ visit, session, frame }: Guest): Promise<Answer> {
  const { bank } = visit.portal
  const next = await bank.loginStep(session.loginId)
  const until = await bank.waitingUntil(session.loginId)
  return { show: refusedPage(frame, isRefusal(next) ? next : null, { now: bank.now(), until }) }
}
