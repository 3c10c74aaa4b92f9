/** 利用停止解除 and トークンの失効: the manual's lists, and who else is concerned before the button is pressed. */
import { actsAsManager } from '../../../domain/decide/rights.ts'
import type { User } from '../../../domain/model.ts'
import { previewRevocation, previewUnlock } from '../../../domain/preview.ts'
import { refuse } from '../../../domain/refuse.ts'
import { revocationObstacle, unlockObstacle, type UnlockBy } from '../../../domain/status.ts'
import type { RevocationReason } from '../../../domain/vocabulary.ts'
import type {
  ContractSummary,
  RevocationPreview,
  UnlockPreview,
  UserRow,
} from '../../../preload/contract/views.ts'
import { contractSummary } from './customers.ts'
import { userRow, usersOf } from './users.ts'
import { refusalView, type ViewContext } from './view-context.ts'

function unlockerOf({ actor }: ViewContext): UnlockBy {
  return actsAsManager(actor) ? 'manager' : 'teller'
}

export function unlockRows(context: ViewContext, contractNo: string): UserRow[] {
  const by = unlockerOf(context)
  return usersOf(context, contractNo).map((user) => userRow(context, user, unlockObstacle(user, by)))
}

export function unlockPreview(context: ViewContext, loginIds: readonly string[]): UnlockPreview {
  const by = unlockerOf(context)
  const preview = previewUnlock(context.state, loginIds, by)
  const affected = known(
    context,
    preview.affected.map(({ loginId }) => loginId),
  )
  const obstacle = preview.obstacles[0]
  return {
    affected: affected.map((user) => userRow(context, user, unlockObstacle(user, by))),
    alsoOnSameFob: preview.affected.filter(({ chosen }) => !chosen).map(({ loginId }) => loginId),
    refusal: refusalOf(loginIds, obstacle),
  }
}

export function revocationRows(context: ViewContext, contractNo: string): UserRow[] {
  return usersOf(context, contractNo).map((user) =>
    userRow(context, user, revocationObstacle(user, context.now)),
  )
}

export function revocationPreview(
  context: ViewContext,
  loginIds: readonly string[],
  reason: RevocationReason,
): RevocationPreview {
  const preview = previewRevocation(context.state, loginIds, reason, context.now)
  const rowsOf = (ids: readonly string[]): UserRow[] =>
    known(context, [...new Set(ids)]).map((user) =>
      userRow(context, user, revocationObstacle(user, context.now)),
    )
  return {
    affected: rowsOf(preview.revoked.map(({ loginId }) => loginId)),
    sharers: rowsOf(preview.sharers.map(({ loginId }) => loginId)),
    preselect: preview.sharers.filter(({ preselected }) => preselected).map(({ loginId }) => loginId),
    warnings: preview.lastAdministratorOf.map((contractNo) =>
      refusalView({ code: 'FLAG_LAST_ADMINISTRATOR', detail: { contractNo } }),
    ),
    waitingUntil: preview.waitingUntil,
    refusal: refusalOf(loginIds, preview.obstacles[0]),
  }
}

/** Contracts with somebody 停止中, newest stop first. */
export function stoppedContracts({ projection, state }: ViewContext): ContractSummary[] {
  return projection.tables.stoppedContracts().flatMap((contractNo) => {
    const contract = state.get('contract', contractNo)
    return contract === undefined ? [] : [contractSummary(contract)]
  })
}

/** Waiting times still running, soonest end first. */
export function waitingUsers(context: ViewContext): UserRow[] {
  const { projection, now } = context
  return known(context, projection.tables.waitingUsers(now)).map((user) =>
    userRow(context, user, revocationObstacle(user, now)),
  )
}

function known({ state }: ViewContext, loginIds: readonly string[]): readonly User[] {
  return loginIds.flatMap((loginId) => state.get('user', loginId) ?? [])
}

function refusalOf(
  loginIds: readonly string[],
  obstacle: Parameters<typeof refusalView>[0] | undefined,
): UnlockPreview['refusal'] {
  if (loginIds.length === 0) return refusalView(refuse('NOBODY_CHOSEN'))
  return obstacle === undefined ? null : refusalView(obstacle)
}
