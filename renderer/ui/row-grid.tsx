/**
 * The grid under `DataTable` and `ServerTable`: a real table with virtual rows of one height, a sticky header
 * and one keyboard focus that moves over the rows (aria-activedescendant).
 */
import { Checkbox, VisuallyHidden } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useWords } from '../i18n/index.ts'
import { EmptyState } from './empty-state.tsx'
import { isComposing } from './keys.ts'
import classes from './row-grid.module.css'
import { targetRow } from './row-keys.ts'
import { words } from './words.ts'

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

const ROW = 32

export function RowGrid<R>(props: RowGridProps<R>) {
  const { columns, count, rowAt, rowId, selection, onActive, onRange } = props
  const t = useWords(words)
  const scroll = useRef<HTMLDivElement>(null)
  const gridId = useId()
  const [position, setPosition] = useState<Position>({ index: 0, id: props.initialId ?? null })
  const kept = position.id === null ? -1 : (props.indexOf?.(position.id) ?? -1)
  const active = Math.max(0, Math.min(kept === -1 ? position.index : kept, count - 1))
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 12,
  })
  const items = virtualizer.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 0

  useEffect(() => onRange?.(first, last), [onRange, first, last])
  const activeRow = count === 0 ? undefined : rowAt(active)
  const activeId = activeRow === undefined ? null : rowId(activeRow)
  const begun = useRef(props.initialId === undefined)
  useEffect(() => {
    if (begun.current || count === 0 || scroll.current === null) return
    begun.current = true
    showRow(scroll.current, active)
  }, [count, active])
  const announce = useRef(onActive)
  useEffect(() => {
    announce.current = onActive
  })
  useEffect(() => {
    if (activeRow !== undefined) announce.current?.(activeRow)
    // The row's identity decides, not the object that each answer makes anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [activeId])

  const { startOver } = props
  const setActive = (index: number) => {
    const row = rowAt(index)
    setPosition({ index, id: row === undefined ? null : rowId(row) })
  }
  useEffect(() => {
    if (startOver === undefined) return
    setPosition({ index: 0, id: null })
    if (scroll.current !== null) scroll.current.scrollTop = 0
  }, [startOver])

  const move = (to: number) => {
    const index = Math.max(0, Math.min(count - 1, to))
    setActive(index)
    if (scroll.current !== null) showRow(scroll.current, index)
  }
  const toggle = (row: R) => {
    if (selection === undefined || props.refusalOf?.(row)) return
    const next = new Set(selection.selected)
    const id = rowId(row)
    if (!next.delete(id)) next.add(id)
    selection.onChange(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (
      isComposing(event) ||
      event.altKey ||
      event.ctrlKey ||
      event.metaKey ||
      event.target !== event.currentTarget
    )
      return
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? ROW) / ROW) - 2)
    const to = targetRow(event.key, active, count, page)
    if (to !== null) move(to)
    else if (event.key === ' ' && activeRow !== undefined) toggle(activeRow)
    else if (event.key === 'Enter' && activeRow !== undefined && props.onOpen !== undefined)
      props.onOpen(activeRow)
    else return
    event.preventDefault()
  }

  const before = first * ROW
  const after = Math.max(0, (count - 1 - last) * ROW)
  const reason = activeRow === undefined ? null : (props.refusalOf?.(activeRow) ?? null)
  const all = props.selectableIds
  const spanned = columns.length + (selection === undefined ? 0 : 1)

  return (
    <div className={classes.frame} style={{ height: props.height ?? '100%' }}>
      <div ref={scroll} className={classes.scroll}>
        <table
          role="grid"
          className={classes.table}
          aria-label={props.label}
          aria-rowcount={count + 1}
          aria-multiselectable={selection !== undefined || undefined}
          aria-activedescendant={activeRow === undefined ? undefined : `${gridId}-${active}`}
          aria-describedby={`${gridId}-keys`}
          tabIndex={0}
          onKeyDown={onKeyDown}
        >
          <colgroup>
            {selection !== undefined && <col width={38} />}
            {columns.map(({ id, width }) => (
              <col key={id} width={width} />
            ))}
          </colgroup>
          <thead>
            <tr aria-rowindex={1}>
              {selection !== undefined && (
                <th scope="col">
                  {all === undefined ? (
                    <VisuallyHidden>{t('select')}</VisuallyHidden>
                  ) : (
                    <Checkbox
                      size="xs"
                      tabIndex={-1}
                      aria-label={t('selectAll')}
                      checked={all().length > 0 && all().every((id) => selection.selected.has(id))}
                      indeterminate={
                        selection.selected.size > 0 && !all().every((id) => selection.selected.has(id))
                      }
                      onChange={(event) =>
                        selection.onChange(new Set(event.currentTarget.checked ? all() : []))
                      }
                    />
                  )}
                </th>
              )}
              {columns.map((column) => (
                <Header key={column.id} column={column} sort={props.sort ?? null} onSort={props.onSort} />
              ))}
            </tr>
          </thead>
          <tbody>
            {before > 0 && <Spacer height={before} span={spanned} />}
            {items.map(({ index }) => {
              const row = rowAt(index)
              const shared = {
                id: `${gridId}-${index}`,
                'aria-rowindex': index + 2,
                'data-active': index === active || undefined,
                'data-odd': index % 2 === 1 || undefined,
              }
              if (row === undefined) {
                return (
                  <tr key={index} {...shared}>
                    <td colSpan={spanned} className={classes.waiting}>
                      {t('rowLoading', { number: (index + 1).toLocaleString('ja-JP') })}
                    </td>
                  </tr>
                )
              }
              const refused = props.refusalOf?.(row) ?? null
              const chosen = selection?.selected.has(rowId(row))
              return (
                <tr
                  key={index}
                  {...shared}
                  aria-selected={chosen}
                  aria-disabled={refused !== null || undefined}
                  aria-description={refused ?? undefined}
                  title={refused ?? undefined}
                  onClick={() => {
                    setActive(index)
                    if (selection !== undefined) toggle(row)
                  }}
                  onDoubleClick={() => props.onOpen?.(row)}
                >
                  {selection !== undefined && (
                    <td>
                      <input
                        type="checkbox"
                        className={classes.box}
                        tabIndex={-1}
                        aria-label={t('select')}
                        checked={chosen}
                        disabled={refused !== null}
                        readOnly
                      />
                    </td>
                  )}
                  {columns.map((column) => (
                    <td key={column.id} data-align={column.align}>
                      {column.cell(row)}
                    </td>
                  ))}
                </tr>
              )
            })}
            {after > 0 && <Spacer height={after} span={spanned} />}
          </tbody>
        </table>
        {count === 0 &&
          (props.loading ? <p className={classes.note}>{t('loading')}</p> : (props.empty ?? <EmptyState />))}
      </div>
      <div className={classes.foot}>
        <span className="tabular">
          {selection === undefined
            ? t('rows', { number: count.toLocaleString('ja-JP') })
            : t('rowsSelected', { selected: selection.selected.size, number: count.toLocaleString('ja-JP') })}
        </span>
        <span className={reason === null ? undefined : classes.reason} role="status">
          {reason}
        </span>
        <span id={`${gridId}-keys`}>
          {t(
            selection !== undefined
              ? 'tableKeysSelect'
              : props.onOpen !== undefined
                ? 'tableKeysOpen'
                : 'tableKeys',
          )}
        </span>
      </div>
    </div>
  )
}

interface Position {
  readonly index: number
  readonly id: string | null
}

/** Scrolls so that the row is wholly in view, below the sticky header. */
function showRow(scroll: HTMLElement, index: number): void {
  const top = index * ROW
  const room = scroll.clientHeight - ROW
  if (top < scroll.scrollTop) scroll.scrollTop = top
  else if (top + ROW > scroll.scrollTop + room) scroll.scrollTop = top + ROW - room
}

function Spacer({ height, span }: { readonly height: number; readonly span: number }) {
  return (
    <tr aria-hidden className={classes.spacer}>
      <td colSpan={span} style={{ height }} />
    </tr>
  )
}

function Header<R>({
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
