import { useStaff } from '../desk/use-status.ts'
import { screens } from '../routes.ts'

type Screen = (typeof screens)[number]

/**
 * The screens of the signed-in person: the audit view is the managers' and the auditors' (DOMAIN.md, Roles), other
 * branches' customers are looked up by whoever may take their report.
 */
export function useScreens(): readonly Screen[] {
  const staff = useStaff()
  if (staff.role === 'auditor') return withoutElsewhere
  return staff.role === 'teller' && !staff.deputy ? withoutAudit : screens
}

const withoutAudit: readonly Screen[] = screens.filter(({ folder }) => folder !== 'audit')
const withoutElsewhere: readonly Screen[] = screens.filter(({ folder }) => folder !== 'elsewhere')
