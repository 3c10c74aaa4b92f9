export { callDesk } from './bridge.ts'
export { type Reading, useDesk } from './use-desk.ts'
export { useCall, useCommand } from './use-command.ts'
export { useStaff, useStatus } from './use-status.ts'
