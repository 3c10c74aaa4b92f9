/**
 * `decide`: whether a command may happen now, and as which facts. Pure: time, person and identifiers come with
 * the context. Answers events or a coded refusal and never throws for anything a person can do.
 */
import type { Command } from './commands.ts'
import { decideApprovals, withdrawRequest } from './decide/approvals.ts'
import * as applications from './decide/applications.ts'
import * as delivery from './decide/delivery.ts'
import { importLot } from './decide/import-lot.ts'
import { importRoster } from './decide/import-roster.ts'
import * as incidents from './decide/incidents.ts'
import * as issuance from './decide/issuance.ts'
import * as people from './decide/people.ts'
import { rightsObstacle } from './decide/rights.ts'
import * as stock from './decide/stock.ts'
import { raiseTimeTasks } from './decide/time-tasks.ts'
import * as users from './decide/users.ts'
import type { Context, Decision, Refusal } from './decide-types.ts'
import type { State } from './model.ts'
import { assertNever } from './vocabulary.ts'

export { applicationDefaults } from './decide/defaults.ts'

export function decide(command: Command, state: State, context: Context): Decision | Refusal {
  const obstacle = rightsObstacle(command.type, context)
  if (obstacle !== null) return obstacle
  switch (command.type) {
    case 'saveDraft':
      return applications.saveDraft(command, state, context)
    case 'discardDraft':
      return applications.discardDraft(command, state, context)
    case 'submitApplication':
      return applications.submitApplication(command, state, context)
    case 'withdrawApplication':
      return applications.withdrawApplication(command, state, context)
    case 'changeStartDate':
      return applications.changeStartDate(command, state, context)

    case 'decideApprovals':
      return decideApprovals(command, state, context)
    case 'withdrawRequest':
      return withdrawRequest(command, state, context)

    case 'proposeShortLife':
      return issuance.proposeShortLife(command, state, context)
    case 'proposeReseed':
      return issuance.proposeReseed(command, state, context)
    case 'cancelIssuance':
      return issuance.cancelIssuance(command, state, context)
    case 'permitClock':
      return issuance.permitClock(command, context)
    case 'startIssuance':
      return issuance.startIssuance(command, state, context)
    case 'recordIssuance':
      return issuance.recordIssuance(command, state, context)
    case 'voidIssuance':
      return issuance.voidIssuance(command, state)
    case 'issueFactorySeeded':
      return issuance.issueFactorySeeded(command, state, context)

    case 'sealEnvelope':
      return delivery.sealEnvelope(command, state, context)
    case 'recordDispatch':
      return delivery.recordDispatch(command, state, context)
    case 'handOver':
      return delivery.handOver(command, state, context)
    case 'recordReturnByPost':
      return delivery.recordReturnByPost(command, state)
    case 'recordReturn':
      return delivery.recordReturn(command, state)

    case 'unlockUsers':
      return users.unlockUsers(command, state, context)
    case 'revokeUsers':
      return users.revokeUsers(command, state, context)
    case 'checkActivation':
      return users.checkActivation(command, state, context)
    case 'reportIncident':
      return incidents.reportIncident(command, state, context)
    case 'liftIncident':
      return incidents.liftIncident(command, state, context)
    case 'proposeThresholdReset':
      return incidents.proposeThresholdReset(command, state, context)

    case 'moveFobs':
      return stock.moveFobs(command, state, context)
    case 'proposeWriteOff':
      return stock.proposeWriteOff(command, state, context)
    case 'proposeTransfer':
      return stock.proposeTransfer(command, state, context)
    case 'receiveTransfer':
      return stock.receiveTransfer(command, state, context)
    case 'recordStocktake':
      return stock.recordStocktake(command, state, context)

    case 'openBranch':
      return people.openBranch(command, state, context)
    case 'proposeStaffAdd':
    case 'proposeStaffChange':
    case 'proposeStaffRemove':
      return people.proposeStaff(command, state, context)
    case 'proposePolicy':
      return people.proposePolicy(command.changes, state, context)
    case 'settleTask':
      return people.settleTask(command, state, context)

    case 'importRoster':
      return importRoster(command, state, context)
    case 'importLot':
      return importLot(command, state, context)
    case 'raiseTimeTasks':
      return raiseTimeTasks(state, context)
    default:
      return assertNever(command)
  }
}
