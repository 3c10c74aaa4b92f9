/**
 * 他店のお客さま: a customer of another branch at this counter or on its telephone. Head office looks up and stops;
 * nothing of it is kept on this PC (docs/adr/034).
 */
import { useState } from 'react'
import type { ElsewhereStopped } from '../../preload/contract/views.ts'
import { useStaff } from '../desk/use-status.ts'
import { useAbout } from '../routes.ts'
import { ScreenMissing } from '../shell/screen-failed.tsx'
import { ungrouped } from './query-of.ts'
import { FindElsewhere } from './find.tsx'
import { ReportElsewhere } from './report.tsx'
import { StoppedElsewhere } from './stopped.tsx'
import { useLookUp, type ElsewhereCustomer } from './use-look-up.ts'

export default function Elsewhere() {
  const { text, serial } = useAbout()
  // 検査 takes no reports, and looking up serves nothing else.
  return useStaff().role === 'auditor' ? <ScreenMissing /> : <AtCounter initial={serial ?? text ?? ''} />
}

function AtCounter({ initial }: { readonly initial: string }) {
  const lookUp = useLookUp(initial)
  const [done, setDone] = useState<Done | null>(null)
  const { customer } = lookUp
  const another = (): void => {
    setDone(null)
    lookUp.startOver()
  }
  if (done !== null) return <StoppedElsewhere {...done} onAnother={another} />
  if (customer === null) return <FindElsewhere lookUp={lookUp} />
  return (
    <ReportElsewhere
      customer={customer}
      serial={lookUp.by === 'serial' ? ungrouped(lookUp.text) : null}
      onBack={lookUp.leave}
      onScan={lookUp.scan}
      onStopped={(stopped) => setDone({ stopped, customer })}
    />
  )
}

interface Done {
  readonly stopped: ElsewhereStopped
  readonly customer: ElsewhereCustomer
}
