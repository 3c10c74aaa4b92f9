import type { HqAct } from './act.ts'
import { alarmActs } from './alarms.ts'
import { branchActs } from './branches.ts'
import { clientActs } from './clients.ts'
import { deviceActs } from './devices.ts'
import { keyActs } from './keys.ts'
import { ownActs } from './own.ts'

/** Everything that head office's people can do, by its words on the command line. */
export const hqActs: Readonly<Record<string, HqAct>> = {
  ...branchActs,
  ...deviceActs,
  ...keyActs,
  ...alarmActs,
  ...clientActs,
  ...ownActs,
}
