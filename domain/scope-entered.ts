/** `ScopeEntered`: the records that come to a branch, as they are at head office, and back into a state. */
import { noContractTexts } from './erasure.ts'
import type { EventDraft, EventOf } from './events.ts'
import type { State } from './model.ts'
import type { RecordName } from './scope.ts'
import type { ScopePersonal, ScopeRecords } from './scope-records.ts'
import { assertNever } from './vocabulary.ts'

/** Records in one event: a merger of branches moves thousands of contracts. */
const MOST_RECORDS = 500

/** As many events as the records need; none for none. A record named twice goes once. */
export function scopeEntered(state: State, names: readonly RecordName[]): EventDraft[] {
  const once = [...new Map(names.map((name) => [`${name.kind}/${name.id}`, name])).values()]
  const drafts: EventDraft[] = []
  for (let from = 0; from < once.length; from += MOST_RECORDS) {
    drafts.push(draftOf(state, once.slice(from, from + MOST_RECORDS)))
  }
  return drafts
}

function draftOf(state: State, names: readonly RecordName[]): EventDraft {
  const records: ScopeRecords = {
    contracts: [],
    users: [],
    fobs: [],
    applications: [],
    approvals: [],
    transfers: [],
    issuances: [],
    mails: [],
  }
  const texts: ScopePersonal['texts'] = []
  for (const name of names) add(state, name, records, texts)
  return { type: 'ScopeEntered', v: 1, data: records, personal: { texts } }
}

function add(
  state: State,
  { kind, id }: RecordName,
  records: ScopeRecords,
  texts: ScopePersonal['texts'],
): void {
  switch (kind) {
    case 'contract': {
      const value = state.get(kind, id)
      if (value === undefined) return
      const { name, kana, customerNo, accountNo, postalCode, address1, address2, phone } = value
      const fields = { name, kana, customerNo, accountNo, postalCode, address1, address2, phone }
      texts.push({ kind, id, fields })
      records.contracts.push({ ...value, ...noContractTexts, loginIds: [...value.loginIds] })
      return
    }
    case 'user': {
      const value = state.get(kind, id)
      if (value === undefined) return
      texts.push({ kind, id, fields: { name: value.name, kana: value.kana } })
      records.users.push({ ...value, name: '', kana: '', stops: [...value.stops] })
      return
    }
    case 'application': {
      const value = state.get(kind, id)
      if (value === undefined) return
      const { memo, decisionMemo } = value
      texts.push({ kind, id, fields: { memo, decisionMemo } })
      records.applications.push({ ...value, memo: '', decisionMemo: '', loginIds: [...value.loginIds] })
      return
    }
    case 'approval': {
      const value = state.get(kind, id)
      if (value === undefined) return
      texts.push({ kind, id, fields: { memo: value.memo } })
      records.approvals.push({ ...value, memo: '' })
      return
    }
    case 'fob': {
      const value = state.get(kind, id)
      if (value !== undefined)
        records.fobs.push({ ...value, loginIds: [...value.loginIds], flags: [...value.flags] })
      return
    }
    case 'transfer': {
      const value = state.get(kind, id)
      if (value === undefined) return
      const receivedSerials = value.receivedSerials === null ? null : [...value.receivedSerials]
      records.transfers.push({ ...value, serials: [...value.serials], receivedSerials })
      return
    }
    case 'issuance': {
      const value = state.get(kind, id)
      if (value !== undefined) records.issuances.push({ ...value })
      return
    }
    case 'mail': {
      const value = state.get(kind, id)
      if (value !== undefined) records.mails.push({ ...value })
      return
    }
    default:
      assertNever(kind)
  }
}

/** The texts of one record; none once they were dropped. */
export function textsOf(
  { personal }: EventOf<'ScopeEntered'>,
  kind: ScopePersonal['texts'][number]['kind'],
  id: string,
): Readonly<Record<string, string>> {
  return personal?.texts.find((text) => text.kind === kind && text.id === id)?.fields ?? {}
}
