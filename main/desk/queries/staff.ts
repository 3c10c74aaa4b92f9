import type { Staff } from '../../../domain/model.ts'
import type { StaffView } from '../../../preload/contract/views.ts'

/** @param members staff numbers that have a password on this PC */
export function staffView(staff: Staff, members: ReadonlySet<string>): StaffView {
  const { staffNo, name, role, deputy, active } = staff
  return { staffNo, name, role, deputy, active, canSignIn: active && members.has(staffNo) }
}
