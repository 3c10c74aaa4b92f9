/** 事故届 (rule 6): loss, theft or death stops the fob at once; nobody has to approve it. */
import { useState } from 'react'
import { useDesk } from '../desk/index.ts'
import { useAbout } from '../routes.ts'
import { FindFob } from './find-fob.tsx'
import { ReportForm } from './report-form.tsx'
import { Reported } from './reported.tsx'

export default function Incident() {
  const about = useAbout()
  const { serial } = about
  const fob = useDesk('fobs.get', { serial: serial ?? '-' }, { when: serial !== undefined })
  const contractNo = about.contractNo ?? fob.value?.contractNo ?? undefined
  const contract = useDesk(
    'customers.get',
    { contractNo: contractNo ?? '-' },
    { when: contractNo !== undefined },
  )
  const [reported, setReported] = useState<string | null>(null)

  if (reported !== null) {
    return <Reported serial={reported} contract={contract.value ?? null} onLeave={() => setReported(null)} />
  }
  const fobs = contract.value?.fobs ?? (fob.value ? [fob.value] : [])
  const known = contractNo === undefined ? Boolean(fob.value) : Boolean(contract.value)
  if (!known) {
    const unknownSerial = serial !== undefined && fob.value === null ? serial : null
    return <FindFob unknownSerial={unknownSerial} refusal={fob.refusal ?? contract.refusal} />
  }
  return (
    <ReportForm
      key={`${contractNo} ${serial}`}
      contract={contract.value ?? null}
      fobs={fobs}
      serial={serial ?? null}
      onReported={setReported}
    />
  )
}
