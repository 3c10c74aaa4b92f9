/** A small branch, and whole procedures told one after another about it: histories for properties. */
import fc from 'fast-check'
import type { EventDraft } from '../../../domain/events.ts'
import { story } from '../../../domain/training-story.ts'
import { TRAINING_BRANCH_NO } from '../../../domain/training.ts'
import { branchOpened, contractNo, contractRecorded, fobReceived, serialOf, userRecorded } from './events.ts'

export const CONTRACTS = 6
const T0 = Date.UTC(2026, 3, 1)

/** A branch of a few contracts, and whole procedures told one after another about them. */
export const branch: readonly EventDraft[] = [
  branchOpened,
  ...Array.from({ length: CONTRACTS }, (_, n) => [
    contractRecorded(n),
    userRecorded(n, n),
    fobReceived(n),
  ]).flat(),
]
export const procedures = fc.array(
  fc.tuple(
    fc.constantFrom('stock', 'issued', 'activated', 'stopped', 'revoked', 'applied'),
    fc.nat(CONTRACTS - 1),
  ),
  { maxLength: 25 },
)
export type Procedure = readonly [string, number]

export function told([what, n]: Procedure, at: number): readonly EventDraft[] {
  const tell = story(TRAINING_BRANCH_NO)
  const serial = serialOf(n)
  const loginId = `user${String(n).padStart(6, '0')}`
  const applicationId = `a-${n}`
  const subject = { applicationId, contractNo: contractNo(n), loginIds: [loginId], serial }
  const time = T0 + at * 3_600_000
  switch (what) {
    case 'stock':
      return tell.intoStock(time, [serial]).map(({ draft }) => draft)
    case 'issued':
      return tell.issued(time, { ...subject, activated: false }).map(({ draft }) => draft)
    case 'activated':
      return tell.issued(time, { ...subject, activated: true }).map(({ draft }) => draft)
    case 'stopped':
      return tell.stopped(time, { loginId, serial }).map(({ draft }) => draft)
    case 'revoked':
      return tell.revoked(time, { loginId, applicationId, serial }).map(({ draft }) => draft)
    default:
      return tell
        .applied(time, { ...subject, applicationId: `b-${at}`, kind: 'reissue', relatedSerial: serial })
        .map(({ draft }) => draft)
  }
}
