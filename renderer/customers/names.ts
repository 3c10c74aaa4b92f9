/** Names in a sentence: 「データ花子、データ二郎」. */
import type { UserRow } from '../../preload/contract/views.ts'
import type { Language } from '../i18n/index.ts'
import { words as ui } from '../ui/words.ts'

export function listNames(rows: readonly Pick<UserRow, 'name' | 'loginId'>[], language: Language): string {
  return rows
    .map(({ name, loginId }) => `${name || ui[language].erased}（${loginId}）`)
    .join(language === 'ja' ? '、' : ', ')
}
