/** What the two tables tell the grid under them. */
import type { ReactNode } from 'react'

export interface GridColumn<R> {
  readonly id: string
  readonly header: string
  /** Pixels; without it the column takes its share of what is left. */
  readonly width?: number
  readonly align?: 'left' | 'right' | 'center'
  readonly cell: (row: R) => ReactNode
  readonly sortable?: boolean
}

export interface Selection {
  readonly selected: ReadonlySet<string>
  readonly onChange: (selected: ReadonlySet<string>) => void
}

export interface Sort {
  readonly id: string
  readonly descending: boolean
}

export interface RowGridProps<R> {
  /** What the table holds, for screen readers. */
  readonly label: string
  readonly columns: readonly GridColumn<R>[]
  readonly count: number
  /** undefined: this row is not loaded yet. */
  readonly rowAt: (index: number) => R | undefined
  readonly rowId: (row: R) => string
  /** Why a row cannot be chosen: it stays in the list, disabled, with the reason. */
  readonly refusalOf?: ((row: R) => string | null) | undefined
  readonly selection?: Selection | undefined
  /** What "select all" selects; without it there is no such box. */
  readonly selectableIds?: (() => readonly string[]) | undefined
  /** Enter or double click. */
  readonly onOpen?: ((row: R) => void) | undefined
  /**
   * Where a row is now, -1 when gone. With it the keyboard stays on its row when rows come and go around it;
   * without it (pages of main) it stays at its place.
   */
  readonly indexOf?: ((id: string) => number) | undefined
  /** The row to begin on. */
  readonly initialId?: string | undefined
  /** The row under the keyboard: for a detail beside the list. */
  readonly onActive?: ((row: R) => void) | undefined
  readonly sort?: Sort | null
  readonly onSort?: ((id: string) => void) | undefined
  /** A new value (another filter or order) goes back to the first row. */
  readonly startOver?: string
  readonly onRange?: ((first: number, last: number) => void) | undefined
  readonly loading?: boolean | undefined
  readonly empty?: ReactNode
  /** CSS height; default: fills what the parent leaves. */
  readonly height?: number | string | undefined
}
