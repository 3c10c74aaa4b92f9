/** A table over pages that main answers: any number of rows, only the pages around the view are asked. */
import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { useCallback, useState, type ReactNode } from 'react'
import type { Answer } from '../../preload/contract/channels.ts'
import { Refused } from './refused.tsx'
import type { GridColumn, Selection, Sort } from './row-grid-props.ts'
import { RowGrid } from './row-grid.tsx'

export interface RowPage<R> {
  readonly total: number
  readonly rows: readonly R[]
}

export interface ServerTableProps<R> {
  readonly label: string
  readonly columns: readonly GridColumn<R>[]
  readonly rowId: (row: R) => string
  /** The query key without the page: what changes it (filter, sort) starts at the top. First the channel. */
  readonly of: readonly [channel: string, input: object]
  readonly page: (offset: number, limit: number) => Promise<Answer<RowPage<R>>>
  readonly refusalOf?: (row: R) => string | null
  readonly selection?: Selection
  readonly onOpen?: (row: R) => void
  readonly onActive?: (row: R) => void
  readonly sort?: Sort | null
  readonly onSort?: (id: string) => void
  readonly empty?: ReactNode
  readonly height?: number | string
}

const PAGE = 200

/**
 * Like `DataTable`, over offset and limit. Pages of 200 rows, the neighbours of the view fetched ahead and
 * every page kept, so scrolling 100,000 rows meets loaded ones; a row that is not here yet says its number.
 */
export function ServerTable<R>(props: ServerTableProps<R>) {
  const { of, page } = props
  const [range, setRange] = useState<readonly [number, number]>([0, 0])
  const onRange = useCallback((first: number, last: number) => setRange([first, last]), [])
  const from = Math.max(0, Math.floor(range[0] / PAGE) - 1)
  const to = Math.floor(range[1] / PAGE) + 1
  // Page 0 always: it carries the total while the view is far down.
  const wanted = [...new Set([0, ...Array.from({ length: to - from + 1 }, (_, at) => from + at)])]
  const answers = useQueries({
    queries: wanted.map((number) => ({
      queryKey: [...of, 'page', number],
      queryFn: () => page(number * PAGE, PAGE),
      ...(number === 0 ? { placeholderData: keepPreviousData } : {}),
    })),
  })
  const pages = new Map(wanted.map((number, at) => [number, valueOf(answers[at]?.data)]))
  const total = pages.get(0)?.total ?? 0
  const first = answers[0]?.data
  if (first !== undefined && !first.ok) return <Refused refusal={first} />
  return (
    <RowGrid
      {...props}
      startOver={JSON.stringify(of)}
      count={total}
      rowAt={(index) => pages.get(Math.floor(index / PAGE))?.rows[index % PAGE]}
      onRange={onRange}
      loading={answers[0]?.isPending}
    />
  )
}

function valueOf<T>(answer: Answer<T> | undefined): T | undefined {
  return answer?.ok ? answer.value : undefined
}
