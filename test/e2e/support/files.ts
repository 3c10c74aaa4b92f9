/** The files that other systems send, of a realistic size: a roster in both encodings and a delivery lot. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import Encoding from 'encoding-japanese'
import { Temporal } from 'temporal-polyfill'
import type { LotRow, RosterRow } from '../../../domain/commands.ts'
import { generateLot, generateRoster } from '../../../domain/training-roster.ts'
import { lotColumns } from '../../../main/files/lot-file.ts'
import { rosterColumns } from '../../../main/files/roster-file.ts'

/** Contracts of the generated roster: about 2.4 users each, so more than 20,000 rows. */
const CONTRACTS = 9_000
const LOT_SIZE = 3_000

export interface ImportFiles {
  readonly rosterCp932: string
  readonly rosterUtf8: string
  readonly rosterRows: readonly RosterRow[]
  readonly lot: string
  readonly lotRows: readonly LotRow[]
}

/** Writes them into `folder`; the same content every time. */
export function writeImportFiles(folder: string): ImportFiles {
  const rosterRows = generateRoster(2018, CONTRACTS)
  const lotRows = generateLot(7, LOT_SIZE)
  const roster = csv(rosterColumns, rosterRows.map(rosterCells))
  const files = {
    rosterCp932: path.join(folder, 'roster-cp932.csv'),
    rosterUtf8: path.join(folder, 'roster-utf8.csv'),
    lot: path.join(folder, 'lot.csv'),
  }
  writeFileSync(files.rosterCp932, cp932(roster))
  writeFileSync(files.rosterUtf8, `\u{feff}${roster}`)
  writeFileSync(files.lot, csv(lotColumns, lotRows.map(lotCells)))
  return { ...files, rosterRows, lotRows }
}

/** A roster in UTF-8, as the core banking system sends it. */
export function writeRoster(file: string, rows: readonly RosterRow[]): void {
  writeFileSync(file, csv(rosterColumns, rows.map(rosterCells)))
}

function csv(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, ...rows].map((cells) => `${cells.join(',')}\r\n`).join('')
}

function cp932(text: string): Uint8Array {
  return Uint8Array.from(Encoding.convert(Encoding.stringToCode(text), { from: 'UNICODE', to: 'SJIS' }))
}

const kinds = { corporate: '法人', individual: '個人' } as const
const statuses = { active: '契約中', closed: '解約' } as const
const userStatuses = { active: '利用中', closed: '解約' } as const
const roles = { master: 'マスターユーザ', administrator: '管理者ユーザ', general: '一般ユーザ' } as const

function rosterCells({ contract, user }: RosterRow): string[] {
  return [
    contract.branchNo,
    contract.contractNo,
    kinds[contract.kind],
    contract.name,
    contract.kana,
    contract.customerNo,
    contract.accountNo,
    contract.postalCode,
    contract.address1,
    contract.address2,
    contract.phone,
    statuses[contract.status],
    user.loginId,
    user.name,
    user.kana,
    roles[user.role],
    userStatuses[user.rosterStatus],
  ]
}

function lotCells({ lotNo, serial, chipSerial, model, expiresAt, boxNo }: LotRow): string[] {
  const lastDay = Temporal.Instant.fromEpochMilliseconds(expiresAt).toZonedDateTimeISO('Asia/Tokyo')
  return [lotNo, serial, chipSerial, model, lastDay.toPlainDate().toString(), boxNo]
}
