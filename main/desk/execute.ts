/** A command from a screen: the password again where it is needed, and a manager over the shoulder. */
import { needsPassword, type ScreenCommand } from '../../domain/commands.ts'
import type { Actor, Decision, Refusal } from '../../domain/decide-types.ts'
import { refuse } from '../../domain/refuse.ts'
import type { Answer } from '../../preload/contract/channels.ts'
import type { CommandAnswer } from '../../preload/contract/views.ts'
import type { SigningIdentity } from '../keyring/types.ts'
import { ok } from './answers.ts'
import type { Session } from './session.ts'
import type { Workplace } from './workplace.ts'

export interface Credentials {
  /** 担当者パスワード of the signed-in person. */
  readonly password?: string | undefined
  /** A manager at this PC for this one item (rule 12). */
  readonly approver?: { readonly staffNo: string; readonly password: string } | undefined
}

/** Carries out a screen's command and, when a manager stands by, the approval it asks for. */
export async function execute(
  session: Session,
  command: ScreenCommand,
  { password, approver }: Credentials,
): Promise<Answer<CommandAnswer>> {
  const signedIn = session.signedIn
  if ('ok' in signedIn) return signedIn
  const { work, actor } = signedIn
  if (approver !== undefined) return withApprover(session, work, actor, command, approver)
  if (needsPassword.has(command.type) && password !== undefined) {
    const again = await session.authenticate(work.vault, actor.staffNo, password)
    if (!again.ok) return again
    again.value.lock()
    return answerOf(await work.commands.run(command, work.self(actor, true)))
  }
  return answerOf(await work.commands.run(command, work.self(actor, false)))
}

/**
 * What makes a request is asked by the signed-in person and approved by the manager at once; anything else the
 * manager does, for this one item. Both keys stand under the manager's facts.
 */
async function withApprover(
  session: Session,
  work: Workplace,
  actor: Actor,
  command: ScreenCommand,
  { staffNo, password }: NonNullable<Credentials['approver']>,
): Promise<Answer<CommandAnswer>> {
  const identity = await session.authenticate(work.vault, staffNo, password)
  if (!identity.ok) return identity
  try {
    const approver = work.actor(staffNo)
    if (approver === null) return refuse('STAFF_UNKNOWN', { staffNo })
    // Whoever set it knows it: it proves nobody yet.
    if (work.vault.keyring.isTemporary(staffNo)) return refuse('PASSWORD_CHANGE_NEEDED')
    return await together(work, actor, command, approver, identity.value)
  } finally {
    identity.value.lock()
  }
}

async function together(
  work: Workplace,
  actor: Actor,
  command: ScreenCommand,
  approver: Actor,
  identity: SigningIdentity,
): Promise<Answer<CommandAnswer>> {
  const manager = work.overTheShoulder(approver, identity, actor)
  if (!asksForApproval(command)) return answerOf(await work.commands.run(command, manager))
  const asked = await work.commands.run(command, work.self(actor, false))
  if (!asked.ok) return asked
  const { requestId } = asked.made
  // Where dual control is off the asker has decided it already; then nothing waits.
  if (requestId === undefined || work.store.state.get('approval', requestId)?.status !== 'waiting') {
    return answerOf(asked)
  }
  const approved = await work.commands.run(
    { type: 'decideApprovals', requestIds: [requestId], verdict: 'approve', memo: '' },
    manager,
  )
  // The request stays in 承認待ち一覧; the screen says why it was not approved at once.
  return approved.ok ? ok({ made: { ...asked.made, ...approved.made }, unreflected: true }) : approved
}

function asksForApproval({ type }: ScreenCommand): boolean {
  return type === 'submitApplication' || type === 'reportIncident' || type.startsWith('propose')
}

function answerOf(decision: Decision | Refusal): Answer<CommandAnswer> {
  if (!decision.ok) return decision
  return ok({ made: { ...decision.made }, unreflected: decision.events.length > 0 })
}
