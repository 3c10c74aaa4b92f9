import { applicationDefaults } from '../../../domain/decide.ts'
import type { Context } from '../../../domain/decide-types.ts'
import { refuse } from '../../../domain/refuse.ts'
import type { ApplicationKind } from '../../../domain/vocabulary.ts'
import type { ApplicationDefaults } from '../../../preload/contract/views.ts'
import { fobView } from './fobs.ts'
import { refusalView, type ViewContext } from './view-context.ts'

/** What the application form starts with, and what the approver will be shown. */
export function defaultsView(
  view: ViewContext,
  contractNo: string,
  kind: ApplicationKind,
  context: Context,
): ApplicationDefaults {
  const { state, projection } = view
  const defaults = applicationDefaults(state, contractNo, kind, context)
  // 共有: what somebody uses now. 再発行, 更新, 再利用: any fob of the contract may be the one concerned.
  const serials = kind === 'sharing' ? defaults.sharedSerials : projection.fobsOf(contractNo)
  return {
    earliestByMail: defaults.earliestStartDate.mail,
    earliestAtCounter: defaults.earliestStartDate.counter,
    users: defaults.users.map(({ loginId, obstacle }) => ({
      loginId,
      refusal: obstacle === null ? null : refusalView(obstacle),
    })),
    relatedFobs: serials.flatMap((serial) => {
      const fob = state.get('fob', serial)
      return fob === undefined ? [] : [fobView(view, fob)]
    }),
    warnings: state
      .openApplications(contractNo)
      .flatMap(({ loginIds, evidence }) =>
        loginIds.map((loginId) =>
          refusalView(refuse('APPLICATION_DUPLICATE', { loginId, receiptNo: evidence.receiptNo })),
        ),
      ),
  }
}
