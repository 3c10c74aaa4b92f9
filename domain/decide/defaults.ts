/** What the application form starts with. */
import type { Context } from '../decide-types.ts'
import type { State } from '../model.ts'
import { otpAt, servingSerial } from '../ties.ts'
import type { ApplicationKind, OtpStatus } from '../vocabulary.ts'
import type { Refusal } from '../decide-types.ts'
import { earliestStartDate, isInUse, kindObstacle } from './application-rules.ts'

export interface ApplicationDefaults {
  /** Earliest 利用開始日 (`YYYY-MM-DD`) by delivery; the same day for kinds that give out no fob. */
  readonly earliestStartDate: { readonly mail: string; readonly counter: string }
  /** Every user of the contract, with the reason why this kind does not fit. */
  readonly users: readonly {
    readonly loginId: string
    readonly status: Exclude<OtpStatus, 'expired'>
    readonly serial: string | null
    readonly obstacle: Refusal | null
  }[]
  /** Fobs of the contract that can be shared. */
  readonly sharedSerials: readonly string[]
}

export function applicationDefaults(
  state: State,
  contractNo: string,
  kind: ApplicationKind,
  context: Context,
): ApplicationDefaults {
  const users = (state.get('contract', contractNo)?.loginIds ?? []).flatMap(
    (loginId) => state.get('user', loginId) ?? [],
  )
  const mayGiveOut = kind !== 'sharing' && kind !== 'cancellation' && kind !== 'reuse'
  const serials = new Set(users.map((user) => servingSerial(user, context.now)))
  return {
    earliestStartDate: {
      mail: earliestStartDate(mayGiveOut, 'mail', context),
      counter: earliestStartDate(mayGiveOut, 'counter', context),
    },
    users: users.map((user) => ({
      loginId: user.loginId,
      status: otpAt(user, context.now).status,
      serial: servingSerial(user, context.now),
      obstacle: kindObstacle(kind, user, context.now),
    })),
    sharedSerials: [...serials].flatMap((serial) => {
      const fob = serial === null ? undefined : state.get('fob', serial)
      return fob !== undefined && isInUse(state, fob) ? [fob.serial] : []
    }),
  }
}
