/** トークンの失効 (manual p. 6, rules 5 and 7). */
import { useState } from 'react'
import { ForContract } from '../customers/for-contract.tsx'
import { useWords } from '../i18n/index.ts'
import { ChooseUsers } from './choose-users.tsx'
import { Result, type Revoked } from './result.tsx'
import { WaitingList } from './waiting-list.tsx'
import { words } from './words.ts'

export default function Revocation() {
  const t = useWords(words)
  /** The last revocation, until the screen goes on to something else. */
  const [revoked, setRevoked] = useState<Revoked | null>(null)
  return (
    <ForContract screen="/revocation" title={t('title')} intro={t('intro')} beside={<WaitingList />}>
      {(contract, about) =>
        revoked?.contractNo === contract.contractNo ? (
          <Result contract={contract} revoked={revoked} onLeave={() => setRevoked(null)} />
        ) : (
          <ChooseUsers contract={contract} about={about} onRevoked={setRevoked} />
        )
      }
    </ForContract>
  )
}
