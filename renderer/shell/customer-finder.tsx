/** Ctrl+K: the customer search over any screen; leads to the customer. */
import { CustomerSearch } from '../customers/customer-search.tsx'
import { useWords } from '../i18n/index.ts'
import { useGo } from '../routes.ts'
import { Dialog } from '../ui/dialogs.tsx'
import { words } from './words.ts'

export function CustomerFinder({
  opened,
  onClose,
}: {
  readonly opened: boolean
  readonly onClose: () => void
}) {
  const t = useWords(words)
  const go = useGo()
  return (
    <Dialog opened={opened} onClose={onClose} size="xl" title={t('search')}>
      <CustomerSearch
        scans="dialog"
        onElsewhere={(text) => {
          onClose()
          go('/elsewhere', { text })
        }}
        onChoose={({ contract }) => {
          onClose()
          go('/application', { contractNo: contract.contractNo })
        }}
      />
    </Dialog>
  )
}
