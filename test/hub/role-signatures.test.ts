/** Rule 12 at head office: an approval counts when the approver's own key stands under it. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Realm } from '../../domain/vocabulary.ts'
import { hex } from '../../protocol/bytes.ts'
import type { RoleSigner } from '../../protocol/envelope.ts'
import { generateSigningKeyPair, keyId, signBytes, signingKey } from '../../protocol/signature.ts'
import type { StaffDraft } from './desk-double.ts'
import { countingRandom } from './random.ts'
import { createWorld, exchange, fobDrafts, type World } from './world.ts'

const FOB = '12345678'
const MANAGER = '1001'
const TELLER = '2001'
const random = countingRandom('staff')

interface Person extends RoleSigner {
  readonly publicKey: Uint8Array
}
const person = (by: string): Person => {
  const { publicKey, privateKey } = generateSigningKeyPair(random)
  const key = signingKey(privateKey)
  return { by, key: keyId(publicKey), publicKey, sign: (digest) => signBytes(key, digest) }
}
const manager = person(MANAGER)
const teller = person(TELLER)
const other = person(MANAGER)

const password = (
  { by, publicKey }: Person,
  how: 'initial' | 'reset' | 'changed' | 'recovered' = 'initial',
  more: Partial<Pick<StaffDraft, 'by' | 'signers'>> = {},
): StaffDraft => ({
  type: 'PasswordSet',
  v: 1,
  data: { staffNo: by, how, signingKey: hex(publicKey) },
  by: MANAGER,
  signers: [manager],
  ...more,
})
const untold = (
  how: 'changed' | 'recovered',
  by: string | null,
  signers: readonly RoleSigner[],
): StaffDraft => ({
  type: 'PasswordSet',
  v: 1,
  data: { staffNo: MANAGER, how },
  by,
  signers,
})
let asked = 0
/** A request of the teller and its approval in the manager's name. */
const approval = (signers: readonly RoleSigner[], verdict: 'given' | 'denied' = 'given'): StaffDraft[] => {
  const requestId = `r-role-${(asked += 1)}`
  const proposal = { kind: 'thresholdReset', serial: FOB, reason: '確認済' } as const
  const personal = { memo: '' }
  const given: StaffDraft =
    verdict === 'given'
      ? {
          type: 'ApprovalGiven',
          v: 1,
          data: { requestId, askedBy: TELLER, overTheShoulder: false },
          personal,
        }
      : { type: 'ApprovalDenied', v: 1, data: { requestId, overTheShoulder: false }, personal }
  return [
    { type: 'ApprovalRequested', v: 1, data: { requestId, proposal, askedBy: TELLER } },
    { ...given, by: MANAGER, signers },
  ]
}

let world: World
const build = async (realm: Realm): Promise<void> => {
  world = await createWorld({ realm })
  await exchange(world, fobDrafts(FOB))
}
beforeEach(() => build('real'))

/** The refusals that the drafts got. */
const pushed = async (drafts: readonly StaffDraft[]): Promise<readonly (string | null)[]> => {
  const before = world.desk.pulled.length
  await exchange(world, drafts)
  return world.desk.pulled
    .slice(before)
    .flatMap((event) => (event.type === 'VerdictGiven' && !event.data.accepted ? [event.data.code] : []))
}

describe('an approval', () => {
  it('counts with the signature of the key that came with the password', async () => {
    expect(await pushed([password(manager), ...approval([manager])])).toEqual([])
    // Over the shoulder the teller's key stands under it too.
    expect(await pushed([password(teller), ...approval([manager, teller])])).toEqual([])
  })

  it('is refused without it, with another key, and in another’s name', async () => {
    await pushed([password(manager), password(teller)])
    expect(await pushed(approval([]))).toEqual(['ROLE_SIGNATURE'])
    expect(await pushed(approval([other]))).toEqual(['ROLE_SIGNATURE'])
    expect(await pushed(approval([teller]))).toEqual(['ROLE_SIGNATURE'])
    expect(await pushed(approval([{ ...teller, by: MANAGER }]))).toEqual(['ROLE_SIGNATURE'])
    expect(await pushed(approval([], 'denied'))).toEqual(['ROLE_SIGNATURE'])
    expect(await pushed(approval([manager]))).toEqual([])
  })

  it('carries nothing when it is refused: its effect is refused too', async () => {
    await pushed([password(manager)])
    const [request, given] = approval([])
    if (request?.type !== 'ApprovalRequested' || given === undefined) throw new Error('a request')
    const data = { serial: FOB, requestId: request.data.requestId }
    const effect: StaffDraft = { type: 'ThresholdReset', v: 1, data, by: MANAGER }
    expect(await pushed([request, given, effect])).toEqual(['ROLE_SIGNATURE', 'REQUEST_NOT_APPROVED'])
  })

  it('counts as before where no key was told', async () => {
    expect(await pushed(approval([]))).toEqual([])
  })
})

describe('the key', () => {
  it('is exchanged by a password set with the known keys under it, not without', async () => {
    await pushed([password(manager)])
    expect(await pushed([password(other, 'reset', { signers: [] })])).toEqual(['ROLE_SIGNATURE'])
    expect(await pushed(approval([manager]))).toEqual([])
    expect(await pushed([password(other, 'reset')])).toEqual([])
    expect(await pushed(approval([manager]))).toEqual(['ROLE_SIGNATURE'])
    expect(await pushed(approval([other]))).toEqual([])
  })

  it('stays with one’s own new password and is forgotten with a recovery', async () => {
    await pushed([password(manager), untold('changed', MANAGER, [manager])])
    expect(await pushed(approval([]))).toEqual(['ROLE_SIGNATURE'])
    await pushed([untold('recovered', null, [])])
    expect(await pushed(approval([]))).toEqual([])
  })
})

it('研修: an unsigned approval is told past, a wrong one is refused', async () => {
  await build('training')
  expect(await pushed([password(manager), ...approval([])])).toEqual([])
  expect(await pushed(approval([other]))).toEqual(['ROLE_SIGNATURE'])
})
