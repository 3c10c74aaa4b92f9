import { trainingStaff } from '../../domain/training-staff.ts'

/** Training passwords are public: the start screen shows them. */
export function passwordOf(staffNo: string): string {
  const staff = trainingStaff.find((member) => member.staffNo === staffNo)
  if (staff === undefined) throw new Error(`no training staff ${staffNo}`)
  return staff.password
}
