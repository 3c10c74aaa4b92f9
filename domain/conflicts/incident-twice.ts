/**
 * One fob's 事故届 taken twice, on two PCs of the branch whose line is down or at another branch as well
 * (docs/adr/031, 034): both stops and both reports stay on record, and one request for the revocation.
 */
import { elsewhereTask } from '../decide/elsewhere.ts'
import type { EventDraft } from '../events.ts'
import type { ApprovalRequest, State } from '../model.ts'
import type { Proposal } from '../proposals.ts'
import { incidentKind } from '../vocabulary.ts'

type AfterIncident = Extract<Proposal, { kind: 'incidentRevocation' }>
type Asked = ApprovalRequest & { readonly proposal: AfterIncident }

/**
 * What head office withdraws when it has received the request of one PC. The decided one stays; of two that wait, the
 * branch's own before the other branch's (it knows it, and its manager may be deciding it), otherwise the one received
 * first. None is withdrawn that concerns users whom the one that stays leaves out.
 * @param state after everything that came with the request: its manager may have decided it already
 */
export function incidentTwice(state: State, requestId: string): EventDraft[] {
  const mine = afterIncident(state.get('approval', requestId))
  if (mine === null) return []
  if (mine.status === 'waiting' && revokedAlready(state, mine.proposal)) return withdrawn(state, mine)
  if (mine.status !== 'waiting' && mine.status !== 'approved') return []
  const losers = state
    .waitingApprovals()
    .map(afterIncident)
    .filter((other) => other !== null)
    .filter((other) => other.requestId !== requestId && other.proposal.serial === mine.proposal.serial)
    .flatMap((other) => loserOf(mine, other) ?? [])
  // One that has itself lost settles nothing: what it lost to stays.
  return losers.includes(mine) ? withdrawn(state, mine) : losers.flatMap((loser) => withdrawn(state, loser))
}

function afterIncident(asked: ApprovalRequest | undefined): Asked | null {
  return asked?.proposal.kind === 'incidentRevocation' ? { ...asked, proposal: asked.proposal } : null
}

/** @param other received before, and waiting */
function loserOf(mine: Asked, other: Asked): Asked | null {
  const mineStays = mine.status === 'approved' || other.elsewhere !== undefined
  const [stays, goes] = mineStays ? [mine, other] : [other, mine]
  if (covers(stays, goes)) return goes
  return mine.status === 'waiting' && covers(goes, stays) ? stays : null
}

function covers({ proposal }: Asked, other: Asked): boolean {
  return other.proposal.loginIds.every((loginId) => proposal.loginIds.includes(loginId))
}

/** The branch's manager has decided the same on another PC, which head office has heard of first. */
function revokedAlready(state: State, { serial, loginIds }: AfterIncident): boolean {
  return loginIds.every((loginId) => {
    const otp = state.get('user', loginId)?.otp
    return (
      otp?.status === 'revoked' &&
      otp.tie.serial === serial &&
      otp.next?.serial !== serial &&
      incidentKind.safeParse(otp.reason).success
    )
  })
}

function withdrawn(
  state: State,
  { requestId, askedBy, elsewhere, proposal: { serial } }: Asked,
): EventDraft[] {
  const taskId = `${requestId}-twice`
  const withdrawal = { type: 'ApprovalWithdrawn', v: 1, data: { requestId } } as const
  if (elsewhere !== undefined) {
    return [withdrawal, elsewhereTask(taskId, 'TASK_INCIDENT_TWICE', serial, elsewhere)]
  }
  const name = state.get('staff', askedBy)?.name
  const detail = { staff: name === undefined ? askedBy : `${name}（${askedBy}）` }
  const subject = { kind: 'fob', id: serial } as const
  return [
    withdrawal,
    { type: 'TaskRaised', v: 1, data: { taskId, code: 'TASK_INCIDENT_REPEATED', subject, detail } },
  ]
}
