/** 利用停止解除 (manual p. 4, rule 4). */
import { useState } from 'react'
import { ForContract } from '../customers/for-contract.tsx'
import { useWords } from '../i18n/index.ts'
import { ChooseUsers } from './choose-users.tsx'
import { Result, type Unlocked } from './result.tsx'
import { StoppedContracts } from './stopped-contracts.tsx'
import { words } from './words.ts'

export default function Unlock() {
  const t = useWords(words)
  /** The last unlocking, until the screen goes on to something else. */
  const [unlocked, setUnlocked] = useState<Unlocked | null>(null)
  return (
    <ForContract screen="/unlock" title={t('title')} intro={t('intro')} beside={<StoppedContracts />}>
      {(contract, about) =>
        unlocked?.contractNo === contract.contractNo ? (
          <Result contract={contract} unlocked={unlocked} onLeave={() => setUnlocked(null)} />
        ) : (
          <ChooseUsers contract={contract} about={about} onUnlocked={setUnlocked} />
        )
      }
    </ForContract>
  )
}
