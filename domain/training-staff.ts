/**
 * The people of the training branch (研修モード) and their passwords. Public on purpose: the start screen shows
 * them, and a training store holds no real customer. A real branch never contains any of them.
 */
import type { StaffRole } from './vocabulary.ts'

export interface TrainingStaff {
  readonly staffNo: string
  readonly name: string
  readonly role: StaffRole
  readonly deputy: boolean
  readonly password: string
}

export const trainingStaff: readonly TrainingStaff[] = [
  { staffNo: '2001', name: '研修 窓子', role: 'teller', deputy: false, password: 'kenshu-madoguchi' },
  { staffNo: '2002', name: '研修 受太', role: 'teller', deputy: false, password: 'kenshu-uketsuke' },
  { staffNo: '1001', name: '研修 役一', role: 'manager', deputy: false, password: 'kenshu-yakuseki-a' },
  { staffNo: '1002', name: '研修 役子', role: 'manager', deputy: false, password: 'kenshu-yakuseki-b' },
  { staffNo: '3001', name: '研修 検査', role: 'auditor', deputy: false, password: 'kenshu-kensa-nin' },
]
