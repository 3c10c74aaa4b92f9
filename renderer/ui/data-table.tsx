/** A table of rows that are all here: sorting in the renderer, virtual rows. */
import {
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type SortingState,
} from '@tanstack/react-table'
import { useMemo, useState, type ReactNode } from 'react'
import type { GridColumn, Selection, Sort } from './row-grid-props.ts'
import { RowGrid } from './row-grid.tsx'

export interface Column<R> extends Omit<GridColumn<R>, 'sortable'> {
  /** What the column sorts by; without it the column does not sort. Give kana for names: kanji do not sort by reading. */
  readonly sortBy?: (row: R) => string | number | null
}

export interface DataTableProps<R> {
  readonly label: string
  readonly columns: readonly Column<R>[]
  readonly rows: readonly R[]
  readonly rowId: (row: R) => string
  readonly refusalOf?: (row: R) => string | null
  readonly selection?: Selection
  readonly onOpen?: (row: R) => void
  readonly onActive?: (row: R) => void
  readonly initialSort?: Sort
  /** The row to begin on. */
  readonly initialId?: string
  readonly loading?: boolean
  readonly empty?: ReactNode
  readonly height?: number | string
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })
type Features = typeof features

const collator = new Intl.Collator('ja', { numeric: true })

/**
 * `<DataTable label columns rows rowId …>`: sortable headers, ↑↓ Home End PgUp PgDn, Space selects (with
 * `selection`), Enter opens (with `onOpen`). Rows that `refusalOf` gives a sentence stay, disabled.
 * It fills its parent: give the parent a height (a `Page` with `fill` does).
 */
export function DataTable<R extends object>(props: DataTableProps<R>) {
  const { columns, rows, rowId, refusalOf } = props
  const [sorting, setSorting] = useState<SortingState>(
    props.initialSort === undefined ? [] : [{ id: props.initialSort.id, desc: props.initialSort.descending }],
  )
  const definitions = useMemo(
    () =>
      columns.map((column): ColumnDef<Features, R> => ({
        id: column.id,
        accessorFn: (row) => column.sortBy?.(row) ?? null,
        enableSorting: column.sortBy !== undefined,
        sortDescFirst: false,
        sortFn: (a, b, id) => compare(a.getValue(id), b.getValue(id)),
      })),
    [columns],
  )
  const table = useTable({
    features,
    columns: definitions,
    data: rows,
    state: { sorting },
    onSortingChange: setSorting,
    getRowId: rowId,
  })
  const sorted = table.getRowModel().rows
  const places = useMemo(() => new Map(sorted.map(({ id }, index) => [id, index])), [sorted])
  const sort = sorting[0]
  return (
    <RowGrid
      {...props}
      columns={columns.map((column) => ({ ...column, sortable: column.sortBy !== undefined }))}
      count={sorted.length}
      rowAt={(index) => sorted[index]?.original}
      indexOf={(id) => places.get(id) ?? -1}
      selectableIds={() => rows.filter((row) => (refusalOf?.(row) ?? null) === null).map(rowId)}
      sort={sort === undefined ? null : { id: sort.id, descending: sort.desc }}
      onSort={(id) => table.getColumn(id)?.toggleSorting()}
    />
  )
}

/** Missing values last, numbers by size, text by the Japanese collation. */
export function compare(a: unknown, b: unknown): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return collator.compare(String(a), String(b))
}
