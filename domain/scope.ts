/**
 * Which branches a record concerns. A branch's devices hold what concerns the branch, and hear of every event that
 * changes it; a fob or contract that comes to a branch arrives with its state (`ScopeEntered`). What has left a
 * branch stays in its books as it left and is not followed any more.
 */
import { MemoryState } from './memory-state.ts'
import type { AggregateKind, Application, Change, State } from './model.ts'
import type { Proposal } from './proposals.ts'

/** Kinds that belong to one thing of the bank, and not to a branch as such (policy, staff, its list of things to do). */
export type ScopedKind = Exclude<AggregateKind, 'policy' | 'staff' | 'task'>
export interface RecordName {
  readonly kind: ScopedKind
  readonly id: string
}

/** The branches that a record concerns: none for what each branch has of its own. */
export function branchesOf(state: State, kind: AggregateKind, id: string): readonly string[] {
  switch (kind) {
    case 'contract':
      return given(state.get('contract', id)?.branchNo)
    case 'user':
      return ofContract(state, state.get('user', id)?.contractNo)
    case 'fob':
      return ofFob(state, id)
    case 'application': {
      const application = state.get('application', id)
      return application === undefined
        ? []
        : [application.branchNo, ...ofContract(state, application.contractNo)]
    }
    case 'issuance':
    case 'mail': {
      const applicationId = state.get(kind, id)?.applicationId
      return applicationId === undefined ? [] : branchesOf(state, 'application', applicationId)
    }
    case 'transfer': {
      const transfer = state.get('transfer', id)
      return transfer === undefined ? [] : [transfer.fromBranch, transfer.toBranch]
    }
    case 'approval': {
      const proposal = state.get('approval', id)?.proposal
      return proposal === undefined ? [] : branchesOfProposal(state, proposal)
    }
    case 'policy':
    case 'staff':
    case 'task':
      return []
  }
}

const given = (branchNo: string | undefined): readonly string[] => (branchNo === undefined ? [] : [branchNo])

function ofContract(state: State, contractNo: string | null | undefined): readonly string[] {
  return contractNo === null || contractNo === undefined ? [] : branchesOf(state, 'contract', contractNo)
}

/** Where it is booked, whose customers it serves or served last, and where it is on its way to. */
function ofFob(state: State, serial: string): readonly string[] {
  const fob = state.get('fob', serial)
  if (fob === undefined) return []
  const { place, reference } = fob.custody
  const transfer = place === 'inTransfer' && reference !== null ? state.get('transfer', reference) : undefined
  const contract = fob.contractNo === null ? undefined : state.get('contract', fob.contractNo)
  // One that nobody of the contract has a tie to is the branch's that keeps it, whatever it was written for.
  const named = contract?.loginIds.some((loginId) => serialsNamedBy(state, loginId).includes(serial)) === true
  return [fob.branchNo, ...given(named ? contract?.branchNo : undefined), ...given(transfer?.toBranch)]
}

/** The branches of what is asked for; none for what each branch has of its own. */
export function branchesOfProposal(state: State, proposal: Proposal): readonly string[] {
  return subjectsOf(proposal).flatMap(({ kind, id }) => branchesOf(state, kind, id))
}

/** The application or the fobs that are asked about; none for what each branch has of its own. */
export function subjectsOf(
  proposal: Proposal,
): readonly { readonly kind: 'application' | 'fob'; readonly id: string }[] {
  if ('applicationId' in proposal) return [{ kind: 'application', id: proposal.applicationId }]
  if ('serial' in proposal) return [{ kind: 'fob', id: proposal.serial }]
  return 'serials' in proposal ? proposal.serials.map((id) => ({ kind: 'fob', id })) : []
}

/** What one event means for the branches. */
export interface Concern {
  /** Every branch that had or has one of the changed records. */
  readonly branches: ReadonlySet<string>
  /** Records that a branch has from now on, and had not before. */
  readonly entering: ReadonlyMap<string, readonly RecordName[]>
  /** The changed records that a branch had before, whether it still has them or not. */
  readonly followed: ReadonlyMap<string, readonly RecordName[]>
  /** Records that a branch had and has no more, with what of them was still going on in its books. */
  readonly leaving: ReadonlyMap<string, readonly RecordName[]>
}

/**
 * @param changes of one event, not applied to `before` yet
 * @param writer the branch whose event it is: records that it makes are not new to it
 */
export function concernOf(before: State, changes: readonly Change[], writer: string): Concern {
  const after = new MemoryState(before)
  after.apply(changes)
  const branches = new Set<string>()
  const entering = new Map<string, RecordName[]>()
  const followed = new Map<string, RecordName[]>()
  const leaving = new Map<string, RecordName[]>()
  for (const { kind, id } of changes) {
    const had = new Set(branchesOf(before, kind, id))
    const has = new Set(branchesOf(after, kind, id))
    for (const branchNo of [...had, ...has]) branches.add(branchNo)
    if (kind === 'policy' || kind === 'staff' || kind === 'task') continue
    const known = before.get(kind, id) !== undefined
    for (const branchNo of had) {
      append(followed, branchNo, [{ kind, id }])
      if (!has.has(branchNo)) append(leaving, branchNo, withDependents(before, kind, id, true))
    }
    for (const branchNo of has) {
      if (had.has(branchNo)) continue
      const isNew = known || branchNo !== writer
      append(isNew ? entering : followed, branchNo, isNew ? withDependents(after, kind, id) : [{ kind, id }])
    }
  }
  return { branches, entering, followed, leaving }
}

function append(lists: Map<string, RecordName[]>, key: string, names: readonly RecordName[]): void {
  lists.set(key, [...(lists.get(key) ?? []), ...names])
}

/**
 * A contract comes with its users, their fobs and what is going on; an application or a fob with what hangs on it.
 * @param several also requests about several fobs at once: they do not follow one of them, but may have been seen
 */
export function withDependents(
  state: State,
  kind: ScopedKind,
  id: string,
  several = false,
): readonly RecordName[] {
  if (kind === 'application') {
    const application = state.get(kind, id)
    return application === undefined ? [] : withApplications(state, [application], [], several)
  }
  if (kind === 'fob') return [{ kind, id }, ...withApplications(state, [], [id], several)]
  if (kind !== 'contract') return [{ kind, id }]
  const loginIds = state.get('contract', id)?.loginIds ?? []
  const serials = loginIds.flatMap((loginId) => serialsNamedBy(state, loginId))
  return [
    { kind, id },
    ...loginIds.map((loginId) => ({ kind: 'user' as const, id: loginId })),
    ...serials.map((serial) => ({ kind: 'fob' as const, id: serial })),
    ...withApplications(state, state.openApplications(id), serials, several),
  ]
}

/** Applications with their issuances and mails, and the requests that wait for a decision about them or the fobs. */
function withApplications(
  state: State,
  applications: readonly Application[],
  serials: readonly string[],
  several: boolean,
): readonly RecordName[] {
  const isAbout = (proposal: Proposal): boolean =>
    (several || !('serials' in proposal)) &&
    subjectsOf(proposal).some(({ kind, id }) =>
      kind === 'fob' ? serials.includes(id) : applications.some(({ applicationId }) => applicationId === id),
    )
  const waiting = applications.length + serials.length === 0 ? [] : state.waitingApprovals()
  return [
    ...applications.flatMap(({ applicationId, issuanceId, issuing, mail }): RecordName[] => [
      { kind: 'application', id: applicationId },
      // Also one that is running: how it ends is this branch's to know.
      ...[issuanceId, issuing?.issuanceId].flatMap((made) =>
        typeof made === 'string' ? [{ kind: 'issuance' as const, id: made }] : [],
      ),
      ...(mail === null ? [] : [{ kind: 'mail' as const, id: mail.trackingNo }]),
    ]),
    ...waiting
      .filter(({ proposal }) => isAbout(proposal))
      .map(({ requestId }) => ({ kind: 'approval' as const, id: requestId })),
  ]
}

/** Of the living ties and of the one revoked last: re-registration asks for it. */
function serialsNamedBy(state: State, loginId: string): readonly string[] {
  const otp = state.get('user', loginId)?.otp
  if (otp === undefined || otp.status === 'unregistered') return []
  return [otp.tie, otp.next].flatMap((tie) => (tie === null || tie.serial === null ? [] : [tie.serial]))
}
