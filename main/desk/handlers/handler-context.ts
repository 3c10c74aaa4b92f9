import type { Actor, Refusal } from '../../../domain/decide-types.ts'
import { refuse } from '../../../domain/refuse.ts'
import type { Answer, Channel } from '../../../preload/contract/channels.ts'
import type { Handler } from '../../ipc/handlers.ts'
import { ok, storeFailure } from '../answers.ts'
import type { DeskPorts } from '../ports.ts'
import type { ViewContext } from '../queries/view-context.ts'
import type { Session } from '../session.ts'
import type { StatusView } from '../status.ts'
import type { Workplace } from '../workplace.ts'

export interface HandlerContext {
  readonly ports: DeskPorts
  readonly session: Session
  readonly status: StatusView
}

export type HandlersOf<C extends Channel> = { readonly [K in C]: Handler<K> }

/** Somebody is signed in. */
export interface Here {
  readonly work: Workplace
  readonly actor: Actor
  readonly view: ViewContext
}

/**
 * A question of the signed-in person about the open store; without one it is refused. Old events are read from the
 * journal: one that cannot be read just now is told, and the session goes on.
 */
export function query<I, T>(
  { session }: HandlerContext,
  answer: (here: Here, input: I) => T | Promise<T>,
): (input: I) => Promise<Answer<T>> {
  return async (input) => {
    const here = hereOf(session)
    if ('ok' in here) return here
    try {
      return ok(await answer(here, input))
    } catch (error) {
      const failure = storeFailure(error)
      if (failure === undefined) throw error
      return failure
    }
  }
}

/** Something the signed-in person does. A journal that cannot be written ends the session and is told. */
export function action<I, T>(
  context: HandlerContext,
  act: (here: Here, input: I) => Promise<Answer<T>>,
): (input: I) => Promise<Answer<T>> {
  return (input) =>
    guarded(context, async () => {
      const here = hereOf(context.session)
      return 'ok' in here ? here : act(here, input)
    })
}

/** The audit view is the managers' and the auditors' (DOMAIN.md, Roles); anybody else's try is recorded. */
export function forAudit<I, T>(
  context: HandlerContext,
  act: (here: Here, input: I) => Promise<Answer<T>>,
): (input: I) => Promise<Answer<T>> {
  return action(context, async (here, input: I) => {
    const { work, actor } = here
    return actor.role === 'teller' && !actor.deputy
      ? work.recordRefused('audit', '', actor, refuse('NOT_ALLOWED', { role: actor.role }))
      : act(here, input)
  })
}

/** Turns a failed store into the refusal it means to a person; a bug goes on. */
export async function guarded<T>(
  { session }: HandlerContext,
  work: () => Promise<Answer<T>>,
): Promise<Answer<T>> {
  try {
    return await work()
  } catch (error) {
    const failure = storeFailure(error)
    if (failure === undefined) throw error
    session.fail(failure)
    return failure
  }
}

export function hereOf(session: Session): Here | Refusal {
  const signedIn = session.signedIn
  if ('ok' in signedIn) return signedIn
  const { work, actor } = signedIn
  const { projection, journal, state, profile } = work.store
  return {
    work,
    actor,
    view: { projection, source: journal, state, now: work.store.now(), actor, branchNo: profile.branchNo },
  }
}
