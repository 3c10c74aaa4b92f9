import { useStaff } from '../desk/use-status.ts'
import { screens } from '../routes.ts'

type Screen = (typeof screens)[number]

/** The screens of the signed-in person: the audit view is the managers' and the auditors' (DOMAIN.md, Roles). */
export function useScreens(): readonly Screen[] {
  const staff = useStaff()
  return staff.role === 'teller' && !staff.deputy ? withoutAudit : screens
}

const withoutAudit: readonly Screen[] = screens.filter(({ folder }) => folder !== 'audit')
