/** Ctrl+K: the customer search over any screen; leads to the customer. */
import { Modal } from '@mantine/core'
import { CustomerSearch } from '../customers/customer-search.tsx'
import { useWords } from '../i18n/index.ts'
import { useGo } from '../routes.ts'
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
    <Modal
      opened={opened}
      onClose={onClose}
      size="xl"
      yOffset="8vh"
      centered={false}
      withCloseButton={false}
      aria-label={t('search')}
    >
      <CustomerSearch
        onChoose={({ contract }) => {
          onClose()
          go('/application', { contractNo: contract.contractNo })
        }}
      />
    </Modal>
  )
}
