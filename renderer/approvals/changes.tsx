import type { ApprovalView } from '../../preload/contract/views.ts'
import { useWords } from '../i18n/index.ts'
import classes from './approvals.module.css'
import { useFieldName, useValueName } from './field-name.ts'
import { words } from './words.ts'

/** The difference, field by field. Nothing when a request changes no field. */
export function Changes({ changes }: { readonly changes: ApprovalView['changes'] }) {
  const t = useWords(words)
  const fieldName = useFieldName()
  const valueName = useValueName()
  if (changes.length === 0) return null
  return (
    <table className={classes.changes}>
      <caption>{t('changes')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('field')}</th>
          <th scope="col">{t('before')}</th>
          <th scope="col">{t('after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ field, before, after }) => (
          <tr key={field}>
            <th scope="row">{fieldName(field)}</th>
            <td>{valueName(before)}</td>
            <td>
              <b>{valueName(after)}</b>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
