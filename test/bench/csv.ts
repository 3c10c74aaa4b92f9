/** Generated rows as the CSV files that other systems deliver (DOMAIN.md, Files from other systems). */
import { dateAt } from '../../domain/calendar.ts'
import type { LotRow, RosterRow } from '../../domain/commands.ts'
import { lotColumns } from '../../main/files/lot-file.ts'
import { rosterColumns } from '../../main/files/roster-file.ts'

const roles = { master: 'マスターユーザ', administrator: '管理者ユーザ', general: '一般ユーザ' } as const

export function rosterCsv(rows: readonly RosterRow[]): string {
  return csv(
    rosterColumns,
    rows.map(({ contract, user }) => ({
      店番: contract.branchNo,
      契約番号: contract.contractNo,
      契約者区分: contract.kind === 'corporate' ? '法人' : '個人',
      契約者名: contract.name,
      契約者名カナ: contract.kana,
      顧客番号: contract.customerNo,
      口座番号: contract.accountNo,
      郵便番号: contract.postalCode,
      住所1: contract.address1,
      住所2: contract.address2,
      電話番号: contract.phone,
      契約状態: '契約中',
      ログインID: user.loginId,
      利用者名: user.name,
      利用者名カナ: user.kana,
      利用者区分: roles[user.role],
      利用者状態: '利用中',
    })),
  )
}

export function lotCsv(rows: readonly LotRow[]): string {
  return csv(
    lotColumns,
    rows.map(({ lotNo, serial, chipSerial, model, expiresAt, boxNo }) => ({
      ロット番号: lotNo,
      シリアル番号: serial,
      チップシリアル: chipSerial,
      型番: model,
      有効期限: dateAt(expiresAt),
      箱番号: boxNo,
    })),
  )
}

/** The generated words hold no comma, quote or line break. */
function csv<C extends string>(columns: readonly C[], rows: readonly Readonly<Record<C, string>>[]): string {
  const lines = rows.map((row) => columns.map((column) => row[column]).join(','))
  return [columns.join(','), ...lines, ''].join('\r\n')
}
