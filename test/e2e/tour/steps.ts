/** The counter tour, in order: the life of a fob from the roster to the auditor. */
import { activate, login, stop, waitForStart } from './activation.ts'
import { apply, searchCustomer } from './application.ts'
import { send } from './dispatch.ts'
import { importLot, importRoster, importRosterAgain } from './imports.ts'
import { approve, report } from './incident.ts'
import { audit, stock } from './inspection.ts'
import { issue } from './issuance.ts'
import { reissue, revoke, waitThenRegister } from './revocation.ts'
import { lockAndLeave, startTraining, tellerBegins } from './session.ts'
import { activateShared, applyForSharing } from './sharing.ts'
import type { Step } from './tour.ts'
import { unlock } from './unlock.ts'

export const steps: readonly Step[] = [
  startTraining,
  importRoster,
  importRosterAgain,
  importLot,
  tellerBegins,
  searchCustomer,
  apply,
  issue,
  send,
  waitForStart,
  activate,
  login,
  stop,
  unlock,
  applyForSharing,
  activateShared,
  revoke,
  reissue,
  waitThenRegister,
  report,
  approve,
  stock,
  audit,
  lockAndLeave,
]
