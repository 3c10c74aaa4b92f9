/**
 * The grid under `DataTable` and `ServerTable`: a real table with virtual rows of one height, a sticky header
 * and one keyboard focus that moves over the rows (aria-activedescendant).
 */
import { Checkbox, VisuallyHidden } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useEffectEvent, useId, useRef, useState, type KeyboardEvent } from 'react'
import { useWords } from '../i18n/index.ts'
import { ColumnHeader } from './column-header.tsx'
import { EmptyState } from './empty-state.tsx'
import { isComposing } from './keys.ts'
import classes from './row-grid.module.css'
import type { RowGridProps } from './row-grid-props.ts'
import { targetRow } from './row-keys.ts'
import { words } from './words.ts'

const ROW = 32

export function RowGrid<R>(props: RowGridProps<R>) {
  const { columns, count, rowAt, rowId, selection, onActive, onRange } = props
  const t = useWords(words)
  const scroll = useRef<HTMLDivElement>(null)
  const gridId = useId()
  const [position, setPosition] = useState<Position>({ index: 0, id: props.initialId ?? null })
  const kept = position.id === null ? -1 : (props.indexOf?.(position.id) ?? -1)
  const active = Math.max(0, Math.min(kept === -1 ? position.index : kept, count - 1))
  // oxlint-disable-next-line react/incompatible-library -- the compiler it warns of is not used here
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
  // The row's identity decides, not the object that each answer makes anew.
  const announce = useEffectEvent(() => {
    if (activeRow !== undefined) onActive?.(activeRow)
  })
  useEffect(() => {
    if (activeId !== null) announce()
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
                <ColumnHeader
                  key={column.id}
                  column={column}
                  sort={props.sort ?? null}
                  onSort={props.onSort}
                />
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
