/** STEP 3 at the counter (rule 11), and what the login would answer for a user. */
import { ForContract } from '../customers/for-contract.tsx'
import { useWords } from '../i18n/index.ts'
import { AtTheCounter } from './at-the-counter.tsx'
import { words } from './words.ts'

export default function Activation() {
  const t = useWords(words)
  return (
    <ForContract screen="/activation" title={t('title')} intro={t('intro')}>
      {(contract, about) => <AtTheCounter contract={contract} about={about} />}
    </ForContract>
  )
}
