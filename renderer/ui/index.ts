/** The kit every screen is built from. */
export { useNow } from '../desk/use-status.ts'
export { Countdown } from './countdown.tsx'
export { DataTable, type Column } from './data-table.tsx'
export { ApproverPrompt, ConfirmDialog, Dialog, DialogFoot, FormDialog, type Approver } from './dialogs.tsx'
export { EmptyState } from './empty-state.tsx'
export { ChoiceField, DateField, SerialField } from './fields.tsx'
export { isComposing, useBackKey, useEnterMovesOn, useFunctionKey, useRegisterKey } from './keys.ts'
export { Facts, Page, Panel } from './page.tsx'
export { usePersonName } from './person-name.tsx'
export { ProgressPanel } from './progress-panel.tsx'
export { useRefusalSentence } from './refusal-sentence.ts'
export { Refused, Warnings } from './refused.tsx'
export type { GridColumn, Selection } from './row-grid-props.ts'
export { ServerTable } from './server-table.tsx'
export {
  ApplicationStatusBadge,
  AuthStatusBadge,
  OtpStatusBadge,
  PlaceBadge,
  SeedBadge,
  ToneBadge,
} from './status-badge.tsx'
export { Succeeded } from './succeeded.tsx'
export { DateText, DateTimeText, formatInstant, groupSerial, SerialText } from './text.tsx'
export { toastDone, toastUnreflected } from './toast.ts'
