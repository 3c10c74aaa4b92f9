/** 管理 → 利用者管理: the menus, 利用停止解除 and 失効, help. */
import type { FastifyInstance } from 'fastify'
import { isRefusal } from '../../../domain/refuse.ts'
import type { ListedUser } from '../bank.ts'
import type { ActState } from '../pages/act.ts'
import type { endings } from '../pages/entrance.ts'
import type { Page } from '../pages/layout.ts'
import { businessPage, workPage } from '../pages/menus.ts'
import type { Problems } from '../pages/parts.ts'
import { revocationPage, revocationResultPage } from '../pages/revocation.ts'
import { unlockPage, unlockResultPage } from '../pages/unlock.ts'
import { revocationColumns, unlockColumns, type Column } from '../pages/user-list.ts'
import { actSentence } from '../sentences.ts'
import type { ActResult } from '../rows.ts'
import type { Answer, Portal, Visit } from '../visit.ts'
import { management as words } from '../words/management.ts'
import { bodyOf, guestPage, list, text, type FormBody, type Guest } from './pages.ts'

type Kind = ActResult['kind']

const paths: Readonly<Record<Kind, string>> = {
  unlock: '/management/users/unlock',
  revocation: '/management/users/revocation',
}

export function administrationRoutes(app: FastifyInstance, portal: Portal): void {
  const signedIn = { stages: ['signedIn'], administrators: true } as const
  guestPage(app, portal, '/management', {
    ...signedIn,
    show: async ({ frame }) => ({ show: businessPage(frame) }),
  })
  guestPage(app, portal, '/management/users', {
    ...signedIn,
    show: async ({ frame }) => ({ show: workPage(frame) }),
  })
  for (const kind of ['unlock', 'revocation'] as const) {
    guestPage(app, portal, paths[kind], {
      ...signedIn,
      show: (guest) => display(guest, kind, {}, {}),
      send: (guest) => send(guest, kind),
    })
    guestPage(app, portal, `${paths[kind]}/result`, {
      // Whoever has just revoked themselves still sees what they did.
      stages: ['signedIn', 'refused'],
      administrators: true,
      show: (guest) => showResult(guest, kind),
    })
  }
}

/** The list as it is now, with what was entered. */
async function display(
  guest: Guest,
  kind: Kind,
  body: FormBody,
  problems: Problems,
  lastAdministrator = false,
): Promise<Answer> {
  const { visit, session, frame } = guest
  const { bank, held } = visit.portal
  const listed = await bank.users(session.loginId)
  const users: readonly ListedUser[] = isRefusal(listed) ? [] : listed.users
  const said = isRefusal(listed) ? { '': visit.t(actSentence(listed)) } : problems
  const state: ActState = {
    sorting: sortingOf(kind, body),
    chosen: new Set(list(body, 'user')),
    problems: said,
    formId: text(body, 'formId') || held.secret(),
  }
  const show: Page =
    kind === 'unlock'
      ? unlockPage(frame, users, state)
      : revocationPage(frame, users, { ...state, now: bank.now(), lastAdministrator })
  return { show, status: Object.keys(said).length > 0 ? 422 : 200 }
}

function sortingOf(kind: Kind, body: FormBody): ActState['sorting'] {
  const columns: readonly Column[] = kind === 'unlock' ? unlockColumns : revocationColumns
  const by = columns.find((column) => column === text(body, 'sortBy')) ?? 'loginId'
  return { by, descending: text(body, 'order') === 'descending' }
}

async function send(guest: Guest, kind: Kind): Promise<Answer> {
  const { visit, session } = guest
  const { t, portal } = visit
  const body = bodyOf(visit)
  if (text(body, 'act') !== 'carryOut') return display(guest, kind, body, {})
  const formId = text(body, 'formId')
  if (session.result?.formId === formId) return { goTo: `${paths[kind]}/result` }
  const chosen = list(body, 'user')
  const confirmation = text(body, 'confirmation')
  const last = kind === 'revocation' && (await portal.bank.takesLastAdministrator(session.loginId, chosen))
  const missing: Problems = {
    ...(chosen.length === 0 && { user: t(words.nobodyChosen) }),
    ...(last && text(body, 'understood') !== 'yes' && { understood: t(words.lastAdministratorMissing) }),
    ...(confirmation === '' && { confirmation: t(words.confirmationMissing) }),
  }
  if (Object.keys(missing).length > 0) return display(guest, kind, body, missing, last)
  const triesLeft = await portal.held.takeConfirmation(visit.cookie)
  if (triesLeft === undefined) return ended(visit, 'confirmation')
  if (!(await portal.logins.isConfirmation(session.loginId, confirmation))) {
    if (triesLeft === 0) return ended(visit, 'confirmation')
    return display(guest, kind, body, { confirmation: t(words.confirmationWrong) }, last)
  }
  return (await portal.held.confirmed(visit.cookie))
    ? carryOut(guest, kind, body, last)
    : ended(visit, 'logout')
}

async function ended(visit: Visit, why: keyof typeof endings): Promise<Answer> {
  await visit.end()
  return { goTo: `/login?ended=${why}` }
}

async function carryOut(guest: Guest, kind: Kind, body: FormBody, last: boolean): Promise<Answer> {
  const { visit, session } = guest
  const { bank, held } = visit.portal
  const chosen = list(body, 'user')
  const formId = text(body, 'formId')
  const done =
    kind === 'unlock'
      ? await bank.unlock(session.loginId, chosen)
      : await bank.revoke(session.loginId, chosen)
  if (isRefusal(done)) {
    return display(guest, kind, body, { '': visit.t(actSentence(done), done.detail) }, last)
  }
  const result: ActResult = { kind, formId, users: [...done.users], waitingUntil: done.waitingUntil }
  await held.keepResult(visit.cookie, result)
  return { goTo: `${paths[kind]}/result` }
}

async function showResult({ visit, session, frame, own }: Guest, kind: Kind): Promise<Answer> {
  const { result } = session
  if (result === null || result.kind !== kind) return { goTo: paths[kind] }
  const stillIn = session.stage === 'signedIn' && !isRefusal(await visit.portal.bank.loginStep(own.loginId))
  const shown = stillIn ? frame : { ...frame, user: null }
  return { show: kind === 'unlock' ? unlockResultPage(shown, result) : revocationResultPage(shown, result) }
}
