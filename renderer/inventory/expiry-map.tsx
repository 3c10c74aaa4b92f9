/** 有効期限 by month: a row a year, a cell a month, darker for more. Six years in the space of six lines. */
import type { InventoryCounts } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import { Panel } from '../ui/index.ts'
import classes from './inventory.module.css'
import { words } from './words.ts'

const months = Array.from({ length: 12 }, (_, at) => at + 1)

export function ExpiryMap({
  counts,
  chosen,
  onChoose,
}: {
  readonly counts: InventoryCounts['byExpiryMonth']
  readonly chosen: string | null
  readonly onChoose: (month: string | null) => void
}) {
  const t = useWords(words)
  const byMonth = new Map(counts.map(({ month, count }) => [month, count]))
  const years = [...new Set(counts.map(({ month }) => month.slice(0, 4)))].sort()
  const most = Math.max(1, ...byMonth.values())
  return (
    <Panel title={t('byExpiry')}>
      <table className={classes.map}>
        <thead>
          <tr>
            <td />
            {months.map((month) => (
              <th key={month} scope="col">
                {month}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {years.map((year) => (
            <tr key={year}>
              <th scope="row">{year}</th>
              {months.map((number) => {
                const month = `${year}-${String(number).padStart(2, '0')}`
                const count = byMonth.get(month) ?? 0
                if (count === 0) return <td key={month} />
                const said = t('monthPieces', {
                  month: month.replace('-', '/'),
                  number: count.toLocaleString('ja-JP'),
                })
                return (
                  <td key={month}>
                    <button
                      type="button"
                      aria-label={said}
                      aria-pressed={chosen === month}
                      title={said}
                      data-depth={Math.ceil((count / most) * 5)}
                      onClick={() => onChoose(chosen === month ? null : month)}
                    />
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}
