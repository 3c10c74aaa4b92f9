/**
 * Whose keys stand under the facts (ARCHITECTURE.md, Keyring: approvals and 役席 acts carry the approver's own
 * signature). The device's key signs whatever this PC writes; only the role signature tells who was there. Checked
 * against this PC's keyring, so for its own events only.
 */
import type { KeyObject } from 'node:crypto'
import type { OpenedEvent } from '../../protocol/envelope.ts'
import { verifyRoleSignatures } from '../../protocol/role-signature.ts'
import { verifyingKey } from '../../protocol/signature.ts'
import type { Commit } from '../journal/commit.ts'
import type { Keyring } from '../keyring/types.ts'
import type { Effects } from './ports.ts'

/** So many events are checked between two turns of the event loop: some tens of milliseconds. */
const BATCH = 100

/** Answers what is wrong with a commit's role signatures, undefined when they hold. */
export function roleSignatureCheck(
  keyring: Pick<Keyring, 'signingKeyOf'>,
  { breathe }: Pick<Effects, 'breathe'>,
): (commit: Commit) => Promise<string | undefined> {
  const keys = new Map<string, KeyObject | undefined>()
  const keyOf = (staffNo: string, id: string): KeyObject | undefined => {
    const name = JSON.stringify([staffNo, id])
    if (!keys.has(name)) {
      const raw = keyring.signingKeyOf(staffNo, id)
      keys.set(name, raw && verifyingKey(raw))
    }
    return keys.get(name)
  }
  let checked = 0
  return async ({ origin, events }) => {
    if (origin !== 'own') return undefined
    for (const event of events) {
      const wrong = obstacle(event, keyOf)
      if (wrong !== undefined) return `event ${event.seq}: ${wrong}`
      checked += 1
      if (checked % BATCH === 0) await breathe()
    }
    return undefined
  }
}

function obstacle(
  event: OpenedEvent,
  keyOf: (staffNo: string, id: string) => KeyObject | undefined,
): string | undefined {
  const { by, realm, signatures } = event
  // The training branch's past is told, not lived: nobody was there to sign it.
  const mustSign = realm === 'real' && by !== null
  if (mustSign && !signatures.some((signature) => signature.by === by)) return 'not signed by its author'
  const verified = verifyRoleSignatures(event, keyOf)
  return verified.ok ? undefined : `a role signature does not hold: ${verified.code}`
}
