import type { Contract } from '../../../domain/model.ts'
import type { ContractSummary, ContractView, CustomerHit } from '../../../preload/contract/views.ts'
import type { SearchMatch } from '../../projection/customer-search.ts'
import { applicationView } from './applications.ts'
import { fobView } from './fobs.ts'
import { userView, usersOf } from './users.ts'
import type { ViewContext } from './view-context.ts'

export function contractSummary(contract: Contract): ContractSummary {
  const { contractNo, branchNo, kind, status, name, kana, customerNo, accountNo, phone, loginIds } = contract
  return {
    contractNo,
    branchNo,
    kind,
    status,
    name,
    kana,
    customerNo,
    accountNo,
    phone,
    users: loginIds.length,
  }
}

/** A contract may match in several fields; it is shown once, so more matches than lines are fetched. */
const MATCHES_PER_LINE = 4

/** Best match first, each contract once. */
export function searchCustomers(context: ViewContext, text: string, limit: number): CustomerHit[] {
  const hits = new Map<string, CustomerHit>()
  for (const match of context.projection.customers.find(text, limit * MATCHES_PER_LINE)) {
    const contract = contractOf(context, match)
    if (contract === undefined || hits.has(contract.contractNo)) continue
    hits.set(contract.contractNo, {
      contract: contractSummary(contract),
      matched: match.field,
      matchedText: matchedText(context, match),
    })
    if (hits.size === limit) break
  }
  return [...hits.values()]
}

function contractOf({ state }: ViewContext, { of, id }: SearchMatch): Contract | undefined {
  const contractNo =
    of === 'contract'
      ? id
      : of === 'user'
        ? state.get('user', id)?.contractNo
        : state.get('fob', id)?.contractNo
  return contractNo === undefined || contractNo === null ? undefined : state.get('contract', contractNo)
}

function matchedText({ state }: ViewContext, { of, id, field }: SearchMatch): string {
  if (of === 'contract') return ''
  const user = of === 'user' && field !== 'loginId' ? state.get('user', id) : undefined
  return user === undefined ? id : `${user.name}（${id}）`
}

export function contractView(context: ViewContext, contractNo: string): ContractView | null {
  const { state, projection } = context
  const contract = state.get('contract', contractNo)
  if (contract === undefined) return null
  const { postalCode, address1, address2 } = contract
  const users = usersOf(context, contractNo).map((user) => userView(context, user))
  const applicationIds = projection.tables.applicationsOf(contractNo)
  return {
    ...contractSummary(contract),
    postalCode,
    address1,
    address2,
    userList: users,
    fobs: projection.fobsOf(contractNo).flatMap((serial) => {
      const fob = state.get('fob', serial)
      return fob === undefined ? [] : [fobView(context, fob)]
    }),
    applications: applicationIds.flatMap((id) => {
      const application = state.get('application', id)
      return application === undefined ? [] : [applicationView(context, application)]
    }),
  }
}
