/** 並び順 … 昇順・降順 … 再表示, as on the manual's list: the order changes when 再表示 is pressed. */
import { Button, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useWords } from '../i18n/index.ts'
import type { SortKey } from '../../domain/user-order.ts'
import classes from './sort-control.module.css'
import { words } from './words.ts'

export interface Order {
  readonly by: SortKey
  readonly descending: boolean
}

export const firstOrder: Order = { by: 'loginId', descending: false }

export function SortControl({
  columns,
  onShow,
}: {
  readonly columns: readonly SortKey[]
  readonly onShow: (order: Order) => void
}) {
  const t = useWords(words)
  const [order, setOrder] = useState(firstOrder)
  return (
    <div className={classes.control}>
      <span aria-hidden>{t('sortBy')}:</span>
      <NativeSelect
        size="xs"
        aria-label={t('sortBy')}
        value={order.by}
        data={columns.map((column) => ({ value: column, label: t(column) }))}
        onChange={(event) => {
          const by = columns.find((column) => column === event.target.value)
          if (by !== undefined) setOrder({ ...order, by })
        }}
      />
      <NativeSelect
        size="xs"
        aria-label={t('sortOrder')}
        value={order.descending ? 'descending' : 'ascending'}
        data={(['ascending', 'descending'] as const).map((value) => ({ value, label: t(value) }))}
        onChange={(event) => setOrder({ ...order, descending: event.target.value === 'descending' })}
      />
      <Button variant="default" onClick={() => onShow(order)}>
        {t('redisplay')}
      </Button>
    </div>
  )
}
