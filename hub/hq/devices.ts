/** The branches' PCs: enrolment codes, the list, revocation, and the end of a quarantine. */
import { z } from 'zod'
import { refuse } from '../../domain/refuse.ts'
import { hubFingerprint } from '../../protocol/hub-head.ts'
import { keyFingerprint } from '../../protocol/fingerprint.ts'
import { issueEnrolmentCode } from '../enrolment.ts'
import { headOfficeOf } from '../head-office.ts'
import { act, recordHqAct, type HqAct } from './act.ts'

const branchNo = z.string().min(1).max(64)
const device = z.string().min(1).max(64)
const reason = z.string().trim().min(1).max(200)

const showFingerprint = act(
  {},
  {
    ja: '本部の指紋（登録時に電話で読み合わせる）',
    en: 'head office’s fingerprint (compared by telephone at enrolment)',
  },
  async ({ hub }) => {
    const { realm, signing, sealing } = await headOfficeOf(hub).identify({})
    return [
      { fingerprint: hubFingerprint({ realm, signing: signing.publicKey, sealing: sealing.publicKey }) },
    ]
  },
)

const makeCode = act(
  { branchNo },
  {
    ja: '店の PC を 1 台登録するコードを作る（72 時間、1 回だけ）',
    en: 'make a code that enrols one PC (72 hours, once)',
  },
  async (context, args) => {
    const { hub } = context
    if ((await hub.store.read((reader) => reader.branch(args.branchNo))) === undefined) {
      return refuse('BRANCH_UNKNOWN', args)
    }
    const code = await issueEnrolmentCode(hub, args.branchNo)
    await hub.store.transaction((tx) => recordHqAct(context, tx, 'code', args))
    return [{ ...args, code }]
  },
)

const listDevices = act(
  { branchNo },
  { ja: '店の PC の一覧', en: 'list a branch’s PCs' },
  async ({ hub }, args) =>
    hub.store.read(async (reader) => {
      const devices = await reader.devicesOf(args.branchNo)
      return Promise.all(
        devices.map(async (one) => {
          const revoked = await reader.document('revokedDevice', one.device)
          const state = revoked
            ? 'revoked'
            : one.quarantined
              ? `quarantined at ${one.quarantined.seq}`
              : 'in use'
          return {
            device: one.device,
            name: one.name,
            enrolled: new Date(one.enrolledAt).toISOString(),
            received: one.seq,
            state,
            fingerprint: keyFingerprint(one.publicKey),
          }
        }),
      )
    }),
)

const revokeDevice = act(
  { device, reason },
  { ja: 'PC の登録を取り消す（戻せない）', en: 'revoke a PC (cannot be undone)' },
  async (context, args) =>
    context.hub.store.transaction(async (tx) => {
      if ((await tx.device(args.device)) === undefined) return refuse('DEVICE_UNKNOWN')
      const { by, hub } = context
      await tx.saveDocument('revokedDevice', args.device, { at: hub.now(), by, reason: args.reason })
      await recordHqAct(context, tx, 'device revoke', args)
      return [args]
    }),
)

/**
 * A device is in quarantine because two histories were signed with its key. What head office has received stays
 * the one that counts; the PC whose history goes on from it may go on. The other one is found out again at once.
 */
const releaseDevice = act(
  { device, reason },
  {
    ja: '隔離を解く（本部が受け取った記録に続く PC だけが続けられる）',
    en: 'end a quarantine (only the PC that continues what head office has can go on)',
  },
  async (context, args) =>
    context.hub.store.transaction(async (tx) => {
      const there = await tx.device(args.device)
      if (there === undefined) return refuse('DEVICE_UNKNOWN')
      await tx.saveDevice({ ...there, quarantined: null })
      await recordHqAct(context, tx, 'device release', args)
      return [{ ...args, continuesAfter: there.seq }]
    }),
)

export const deviceActs: Readonly<Record<string, HqAct>> = {
  fingerprint: showFingerprint,
  code: makeCode,
  'device list': listDevices,
  'device revoke': revokeDevice,
  'device release': releaseDevice,
}
