import { ArrowDown, ArrowUp } from 'lucide-react'
import type { GridColumn, Sort } from './row-grid-props.ts'
import classes from './row-grid.module.css'

/** A column's heading; a button when the column sorts. */
export function ColumnHeader<R>({
  column,
  sort,
  onSort,
}: {
  readonly column: GridColumn<R>
  readonly sort: Sort | null
  readonly onSort: ((id: string) => void) | undefined
}) {
  const sorted = sort?.id === column.id
  const Arrow = sort?.descending ? ArrowDown : ArrowUp
  const sortable = column.sortable === true && onSort !== undefined
  return (
    <th
      scope="col"
      data-align={column.align}
      aria-sort={!sortable ? undefined : !sorted ? 'none' : sort.descending ? 'descending' : 'ascending'}
    >
      {sortable ? (
        <button type="button" className={classes.sort} onClick={() => onSort(column.id)}>
          {column.header}
          {sorted && <Arrow size={13} aria-hidden />}
        </button>
      ) : (
        column.header
      )}
    </th>
  )
}
