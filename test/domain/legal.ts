/** What must hold of every state that any sequence of events can reach. */
import { isOpen } from '../../domain/memory-state.ts'
import { heldSerials, livingTies } from '../../domain/ties.ts'
import { custodyPlace } from '../../domain/vocabulary.ts'
import type { Desk } from './given.ts'

export function illegalities(desk: Desk): string[] {
  const { state } = desk
  const wrong: string[] = []
  const fobs = [...state.all('fob')]
  for (const fob of fobs) {
    const { serial, contractNo, loginIds } = fob
    if (new Set(loginIds).size !== loginIds.length) wrong.push(`${serial} names a user twice`)
    for (const loginId of loginIds) {
      const user = state.get('user', loginId)
      if (user === undefined || !heldSerials(user.otp).has(serial))
        wrong.push(`${serial} names ${loginId} in vain`)
      if (user?.contractNo !== contractNo) wrong.push(`${serial} serves two contracts`)
    }
    const away = ['received', 'stock', 'toMaker', 'toDispose', 'disposed', 'inTransfer']
    if (loginIds.length > 0 && away.includes(fob.custody.place) && fob.flags.length === 0) {
      wrong.push(`${serial} is in ${fob.custody.place} and in use`)
    }
    if (fob.seed.state === 'blank' && loginIds.length > 0) wrong.push(`${serial} is blank and tied`)
  }
  for (const user of state.all('user')) {
    for (const serial of heldSerials(user.otp)) {
      const fob = state.get('fob', serial)
      if (fob !== undefined && !fob.loginIds.includes(user.loginId))
        wrong.push(`${serial} does not know ${user.loginId}`)
    }
    const ids = livingTies(user.otp).map(({ tieId }) => tieId)
    if (new Set(ids).size !== ids.length) wrong.push(`${user.loginId} has a tie twice`)
    if (user.otp.status === 'revoked' && user.otp.waitingUntil <= user.otp.at)
      wrong.push(`${user.loginId} waits backwards`)
    if (!state.get('contract', user.contractNo)?.loginIds.includes(user.loginId))
      wrong.push(`${user.loginId} has no contract`)
  }
  const branches = new Set(fobs.map(({ branchNo }) => branchNo))
  const booked = [...branches].flatMap((branchNo) =>
    custodyPlace.options.flatMap((place) => state.serialsIn(branchNo, place)),
  )
  if (booked.length !== fobs.length || new Set(booked).size !== fobs.length)
    wrong.push('a fob is in no place, or in two')
  const open = [...state.all('application')].filter(isOpen).map(({ applicationId }) => applicationId)
  const listed = [...state.all('contract')].flatMap(({ contractNo }) => state.openApplications(contractNo))
  if (listed.length !== open.length || listed.some(({ applicationId }) => !open.includes(applicationId))) {
    wrong.push('open applications are listed wrongly')
  }
  const waiting = [...state.all('approval')].filter(({ status }) => status === 'waiting')
  if (waiting.length !== state.waitingApprovals().length) wrong.push('waiting approvals are listed wrongly')
  const managers = state.staff().filter(({ active, role }) => active && role === 'manager')
  if (managers.length < 2) wrong.push('fewer than two managers')
  return wrong
}
