/** How routes are written: who may come, what a form must bring, and that the bank is asked again each time. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { OwnPage } from '../bank.ts'
import { isRefusal } from '../../../domain/refuse.ts'
import type { Frame } from '../pages/layout.ts'
import { noticePage } from '../pages/notices.ts'
import type { Session, Stage } from '../rows.ts'
import { homes, Visit, type Answer, type Portal } from '../visit.ts'

/** A request of somebody whose password was right. */
export interface Guest {
  readonly visit: Visit
  readonly session: Session
  readonly own: OwnPage
  readonly frame: Frame
}

export type GuestHandler = (guest: Guest) => Promise<Answer>

/** A form's fields; one that repeats is a list. */
const formBody = z.record(z.string(), z.union([z.string(), z.array(z.string())])).catch({})
export type FormBody = Readonly<z.infer<typeof formBody>>

export function bodyOf(visit: Visit): FormBody {
  return formBody.parse(visit.request.body)
}

/** One field, '' when it is missing or repeated. */
export function text(body: FormBody, name: string): string {
  const value = body[name]
  return typeof value === 'string' ? value : ''
}

/** A field that may repeat. */
export function list(body: FormBody, name: string): readonly string[] {
  const value = body[name] ?? []
  return typeof value === 'string' ? [value] : value
}

export interface GuestRoute {
  readonly stages: readonly Stage[]
  /** Only マスターユーザ and 管理者ユーザ. */
  readonly administrators?: boolean
  readonly show: GuestHandler
  readonly send?: GuestHandler
}

/** A page for those whose password was right, and what its form does. */
export function guestPage(app: FastifyInstance, portal: Portal, path: string, route: GuestRoute): void {
  app.get(path, async (request, reply) => {
    const visit = new Visit(portal, request, reply)
    return enter(visit, route, route.show)
  })
  const { send } = route
  if (send === undefined) return
  app.post(path, async (request, reply) => {
    const visit = new Visit(portal, request, reply)
    return portal.inTurn(visit.cookie, () =>
      enter(visit, route, async (guest) => {
        const token = text(bodyOf(visit), 'token')
        if (!visit.isOwnForm(token, visit.cookie)) {
          return { show: noticePage(guest.frame, 'stale'), status: 403 }
        }
        return send(guest)
      }),
    )
  })
}

async function enter(visit: Visit, { stages, administrators = false }: GuestRoute, handler: GuestHandler) {
  const { bank } = visit.portal
  const nobody = visit.frame(null)
  const session = await visit.session()
  if (session === undefined || session === 'ended') {
    const ended = session === 'ended' || visit.cookie !== ''
    await visit.end()
    return visit.answer(nobody, { goTo: ended ? '/login?ended=idle' : '/login' })
  }
  if (!stages.includes(session.stage)) return visit.answer(nobody, { goTo: homes[session.stage] })
  const own = await bank.own(session.loginId)
  if (own === undefined) {
    await visit.end()
    return visit.answer(nobody, { goTo: '/login' })
  }
  // A session outlives neither a stop nor a revocation.
  if (session.stage === 'signedIn' && !stages.includes('refused')) {
    if (isRefusal(await bank.loginStep(session.loginId))) {
      await visit.moveTo('refused')
      return visit.answer(nobody, { goTo: homes.refused })
    }
  }
  const frame = visit.frame(session.stage === 'signedIn' ? own : null)
  if (administrators && own.role === 'general') {
    return visit.answer(frame, { show: noticePage(frame, 'forbidden'), status: 403 })
  }
  return visit.answer(frame, await handler({ visit, session, own, frame }))
}
