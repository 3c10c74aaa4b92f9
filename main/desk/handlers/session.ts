/** Start, sign-in, lock, passwords. */
import type { Refusal } from '../../../domain/decide-types.ts'
import { refuse } from '../../../domain/refuse.ts'
import type { Answer } from '../../../preload/contract/channels.ts'
import type { StaffView } from '../../../preload/contract/views.ts'
import { done, offline, ok } from '../answers.ts'
import { fingerprintOf, startBranch, type HubIdentity } from '../branch-start.ts'
import { headOfficeAddress } from '../head-office-address.ts'
import { staffView } from '../queries/staff.ts'
import { StaffPasswords } from '../staff-passwords.ts'
import { membersOf } from '../status.ts'
import { openTrainingBranch } from '../training-branch.ts'
import { guarded, type HandlerContext, type HandlersOf } from './handler-context.ts'

type SessionChannel =
  | 'desk.status'
  | 'start.training'
  | 'start.identify'
  | 'start.enrol'
  | 'session.signIn'
  | 'session.signOut'
  | 'session.lock'
  | 'session.unlock'
  | 'session.checkRecoveryCode'
  | 'session.recover'
  | 'session.changePassword'
  | 'session.active'
  | 'staff.setPassword'

export function sessionHandlers(context: HandlerContext): HandlersOf<SessionChannel> {
  const { ports, session, status } = context
  const passwords = new StaffPasswords(session)
  let compared: { readonly address: string; readonly identity: HubIdentity } | undefined
  let starting = false
  /** One start at a time: a second one would put another keyring over the first one's store. */
  const startOnce = <T>(start: () => Promise<Answer<T>>): Promise<Answer<T>> =>
    guarded(context, async () => {
      if (starting || session.phase.name !== 'start') return refuse('BRANCH_OPENED')
      starting = true
      try {
        return await start()
      } finally {
        starting = false
      }
    })
  return {
    'desk.status': async () => ok(status.of(session.phase)),
    'start.training': () =>
      startOnce(async () => {
        const opened = await openTrainingBranch(ports).catch(offline)
        if (!('vault' in opened)) return opened
        session.showSignIn(opened.vault)
        return done
      }),
    'start.identify': async ({ address: typed }) => {
      // Threat: a script in the page of a desk at work would have this process call any host and port.
      if (session.phase.name !== 'start') return refuse('BRANCH_OPENED')
      const address = headOfficeAddress(typed)
      if (address === undefined) return refuse('HEAD_OFFICE_ADDRESS_FORM')
      const headOffice = ports.headOffice({ address, hubSigningKey: null, signer: null })
      const answer = await headOffice.identify({}).catch(offline).finally(headOffice.close)
      if ('ok' in answer) return answer
      compared = { address, identity: answer }
      return ok({ fingerprint: fingerprintOf(answer), realm: answer.realm })
    },
    'start.enrol': ({ code, managers }) =>
      startOnce(async () => {
        const [first, second] = managers
        // Without the comparison there is nothing to pin.
        if (compared === undefined) return refuse('FINGERPRINT_DIFFERS')
        if (first === undefined || second === undefined) return refuse('STAFF_LAST_MANAGERS')
        const { address, identity } = compared
        const hubSigningKey = identity.signing.publicKey
        const headOffice = ports.headOffice({ address, hubSigningKey, signer: null })
        const place = ports.places.real
        const start = { place, headOffice, identity, address, code, managers: [first, second] } as const
        const started = await startBranch(ports, start).catch(offline).finally(headOffice.close)
        if (!('vault' in started)) return started
        session.showSignIn(started.vault)
        return ok({ recoveryCode: started.recoveryCode, branchName: started.branchName })
      }),
    'session.signIn': ({ staffNo, password }) =>
      guarded(context, async (): Promise<Answer<StaffView>> => {
        const signedIn = await session.signIn(staffNo, password)
        if (!signedIn.ok) return signedIn
        const { store, vault } = signedIn.work
        const staff = store.state.get('staff', staffNo)
        return staff === undefined
          ? refuse('STAFF_UNKNOWN', { staffNo })
          : ok(staffView(staff, membersOf(vault)))
      }),
    'session.signOut': () => guarded(context, async () => session.signOut('asked').then(() => done)),
    'session.lock': async () => {
      session.lock()
      return done
    },
    'session.unlock': ({ password }) => guarded(context, async () => plain(await session.unlock(password))),
    'session.changePassword': ({ password, newPassword }) =>
      guarded(context, async () => plain(await passwords.change(password, newPassword))),
    'session.active': async () => {
      session.active()
      return done
    },
    'session.checkRecoveryCode': async ({ recoveryCode }) => {
      const { phase } = session
      if (phase.name === 'start' || phase.vault === null) return refuse('NOT_SIGNED_IN')
      return ok({ wellFormed: phase.vault.keyring.isRecoveryCode(recoveryCode) })
    },
    'session.recover': ({ recoveryCode, managers }) =>
      guarded(context, async () => {
        const [first, second] = managers
        if (first === undefined || second === undefined) return refuse('STAFF_LAST_MANAGERS')
        const recovered = await session.recover(recoveryCode, [first, second])
        if (!recovered.ok) return recovered
        const { branchName } = status.of(session.phase)
        return ok({ recoveryCode: recovered.recoveryCode, branchName })
      }),
    'staff.setPassword': (input) =>
      guarded(context, async () => {
        const set = await passwords.set(input)
        return set.ok ? ok({ recoveryCode: set.recoveryCode }) : set
      }),
  }
}

function plain(result: { readonly ok: true } | Refusal): Answer<Record<string, never>> {
  return result.ok ? done : result
}
