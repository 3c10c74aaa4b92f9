/**
 * How a PC becomes a device of a branch: head office hands out a code that works once, the PC sends it together
 * with its public key. The hub keeps only the code's hash.
 */
import type { HeadOfficeInput, HeadOfficeOutput } from '../protocol/head-office.ts'
import { hex, sha256, utf8, type Random } from '../protocol/bytes.ts'
import { deviceChainOrigin } from '../protocol/chain.ts'
import type { Refusal } from '../domain/decide-types.ts'
import type { State } from '../domain/model.ts'
import { withHub, type Hub } from './hub.ts'
import { refuse } from '../domain/refuse.ts'
import type { HubTransaction } from './store/hub-store.ts'
import type { Branch } from './store/rows.ts'

const CODE_LABEL = utf8('fobdesk/enrolment-code/1\0')
/** Crockford's base 32: no I, L, O, U to be misread or misheard. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** 80 bits: it is guessed over a network, and its hash may be read from a backup. */
const CODE_LENGTH = 16
const CODE_LIFE_MS = 72 * 3_600_000

/** A new code for one PC of the branch, `XXXX-XXXX-XXXX-XXXX`, valid for 72 hours (ours). Shown once. */
export async function issueEnrolmentCode(hub: Hub, branchNo: string): Promise<string> {
  const code = makeCode(hub.random)
  await hub.store.transaction(async (tx) => {
    if ((await tx.branch(branchNo)) === undefined) throw new Error(`no branch ${branchNo}`)
    await tx.saveEnrolmentCode({
      codeHash: hashOf(code),
      branchNo,
      expiresAt: hub.now() + CODE_LIFE_MS,
      usedBy: null,
    })
  })
  return code
}

/**
 * Registers the device under the code's branch; the code is used up in the same transaction. What the PC was told
 * wrongly is refused before: a slip of the hand must not cost the branch its code.
 */
export async function enrol(hub: Hub, input: HeadOfficeInput<'enrol'>): Promise<HeadOfficeOutput<'enrol'>> {
  return withHub(hub, async (work) => {
    const { tx } = work
    const code = await tx.enrolmentCode(hashOf(input.code))
    const branch = code && (await tx.branch(code.branchNo))
    // Unknown, used and too old read alike: whoever guesses learns nothing.
    if (!code || !branch || code.usedBy !== null || code.expiresAt <= hub.now()) {
      return refuse('ENROLMENT_CODE_WRONG')
    }
    const { branchName, branchNo } = branch
    if (input.branchNo !== undefined && input.branchNo !== branchNo) {
      return refuse('RESTORE_OTHER_BRANCH', { branchNo })
    }
    const furnishings = inForce(work.stateOf(branchNo), branch)
    const stranger = strangerAmong(input.managers ?? [], furnishings.staff)
    if (stranger !== null) return stranger
    const device = await freshDeviceId(hub, tx)
    await tx.saveEnrolmentCode({ ...code, usedBy: device })
    await tx.saveDevice({
      device,
      branchNo,
      name: input.deviceName,
      publicKey: input.devicePublicKey,
      enrolledAt: hub.now(),
      seq: 0,
      hash: deviceChainOrigin(hub.realm, device).hash,
      quarantined: null,
    })
    return { ok: true as const, device, branchNo, branchName, ...furnishings }
  })
}

/** A further PC of the branch begins with what is in force there by now, the first one with what was set up. */
function inForce(state: State, { policy, staff }: Branch): Pick<Branch, 'policy' | 'staff'> {
  const members = state.staff().filter(({ active }) => active)
  if (members.length === 0) return { policy, staff }
  return {
    policy: state.policy(),
    staff: members.map(({ staffNo, name, role, deputy }) => ({ staffNo, name, role, deputy })),
  }
}

function strangerAmong(managers: readonly string[], staff: Branch['staff']): Refusal | null {
  for (const staffNo of managers) {
    const known = staff.find((member) => member.staffNo === staffNo)
    if (known === undefined) return refuse('STAFF_UNKNOWN', { staffNo })
    if (known.role !== 'manager') return refuse('APPROVER_NOT_MANAGER')
  }
  return null
}

async function freshDeviceId(hub: Hub, tx: HubTransaction): Promise<string> {
  const device = `d-${hex(hub.random(8))}`
  if ((await tx.device(device)) !== undefined) throw new Error('the random source repeats itself')
  return device
}

function makeCode(random: Random): string {
  const letters = [...random(CODE_LENGTH)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length))
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-')
}

/** As read out and typed: case, hyphens and blanks do not count. */
function hashOf(code: string): string {
  const plain = code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
  return hex(sha256(CODE_LABEL, utf8(plain)))
}
