/**
 * 申込 (STEP 1) and the customer's page: search → contract → form → approval → issuance; and the list of all
 * applications. `?contractNo` opens a contract, `?applicationId` an application.
 */
import { useAbout } from '../routes.ts'
import { ApplicationScreen } from './application-screen.tsx'
import { ContractScreen } from './contract-screen.tsx'
import { StartScreen } from './start-screen.tsx'

export default function Application() {
  const { contractNo, applicationId } = useAbout()
  if (applicationId !== undefined)
    return <ApplicationScreen key={applicationId} applicationId={applicationId} />
  if (contractNo !== undefined) return <ContractScreen key={contractNo} contractNo={contractNo} />
  return <StartScreen />
}
