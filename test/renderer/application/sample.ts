/** One contract with users in the states that matter to an application. */
import type { ApplicationDefaults, ContractView } from '../../../preload/contract/views.ts'
import { contracts, users } from '../fake/contracts.ts'
import { fobAt } from '../fake/fobs.ts'

export function contractOf(
  contractNo: string,
  change: Partial<ContractView['userList'][number]> = {},
): ContractView {
  const summary = contracts.find((each) => each.contractNo === contractNo)
  if (summary === undefined) throw new Error(`no sample contract ${contractNo}`)
  return {
    ...summary,
    postalCode: '330-0000',
    address1: 'さいたま市見本区研修町1-2-3',
    address2: '',
    userList: users.filter((user) => user.contractNo === contractNo).map((user) => ({ ...user, ...change })),
    fobs: [],
    applications: [],
  }
}

export function defaultsFor(
  possible: readonly string[],
  part: Partial<ApplicationDefaults> = {},
): ApplicationDefaults {
  return {
    earliestByMail: '2026-12-01',
    earliestAtCounter: '2026-11-24',
    users: users.map(({ loginId }) => ({
      loginId,
      refusal: possible.includes(loginId) ? null : { code: 'USER_CLOSED', detail: { loginId } },
    })),
    relatedFobs: [],
    warnings: [],
    ...part,
  }
}

export const fobOf = (serial: string, loginIds: readonly string[]) => ({
  ...fobAt(2),
  serial,
  loginIds: [...loginIds],
})
