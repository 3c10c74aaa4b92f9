/** Events for the projection's tests: opened as the journal opens them, without a journal. */
import type { EventDraft } from '../../../domain/events.ts'
import { defaultPolicy } from '../../../domain/policy.ts'
import { openEnvelope, sealEnvelope, type OpenedEvent } from '../../../protocol/envelope.ts'

const prev = new Uint8Array(32)

/** Opens drafts as consecutive events of one device. */
export class EventMaker {
  #seq = 0
  readonly #device: string
  at = Date.parse('2026-11-20T10:00:00+09:00')

  constructor(device = 'desk-1') {
    this.#device = device
  }

  open(draft: EventDraft, by: string | null = '1001'): OpenedEvent {
    this.#seq += 1
    const seq = this.#seq
    const at = this.at + seq * 1000
    const random = (count: number): Uint8Array => new Uint8Array(count)
    const fields = { draft, id: `e-${seq}`, device: this.#device, seq, prev, at, by, random }
    const { bytes, parts } = sealEnvelope({ ...fields, realm: 'training' })
    const opened = openEnvelope(bytes, parts)
    if (!opened.ok) throw new Error(`${opened.code} ${opened.detail}`)
    return opened.value
  }

  all(drafts: readonly EventDraft[]): OpenedEvent[] {
    return drafts.map((draft) => this.open(draft))
  }
}

export const branchOpened: EventDraft = {
  type: 'BranchOpened',
  v: 1,
  data: { branchNo: '012', branchName: '本店', policy: defaultPolicy },
}

export function serialOf(n: number): string {
  return String(10_000_000 + n * 7)
}

export function fobReceived(n: number): EventDraft {
  return {
    type: 'FobReceived',
    v: 1,
    data: {
      serial: serialOf(n),
      chipSerial: `8659610${String(n).padStart(7, '0')}`,
      model: n % 3 === 0 ? 'C302-i' : 'C301-i',
      lotNo: `L${String(n % 40).padStart(3, '0')}`,
      boxNo: `B${n % 7}`,
      expiresAt: Date.parse('2028-01-31T08:00:00+09:00') + (n % 24) * 30 * 86_400_000,
      branchNo: '012',
      factorySeeded: n % 11 === 0,
    },
  }
}

export function fobMoved(
  n: number,
  from: 'received' | 'stock' | 'missing',
  to: 'stock' | 'missing' | 'toDispose',
): EventDraft {
  return {
    type: 'FobMoved',
    v: 1,
    data: { serial: serialOf(n), from, to, reference: null, flag: null },
  }
}

const names = ['株式会社データ', '㈱さくら工業', '山田商店', '有限会社みどり', '髙橋 太郎', 'Data Trading']
const kanas = [
  'カブシキガイシャデータ',
  'ｶ)ｻｸﾗｺｳｷﾞﾖｳ',
  'ヤマダショウテン',
  'ユウゲンガイシャミドリ',
  'タカハシ タロウ',
  'データトレーディング',
]

export function contractRecorded(n: number, changes: { name?: string; kana?: string } = {}): EventDraft {
  return {
    type: 'ContractRecorded',
    v: 1,
    data: { contractNo: contractNo(n), branchNo: '012', kind: 'corporate', status: 'active' },
    personal: {
      name: changes.name ?? `${names[n % names.length]}${n}`,
      kana: changes.kana ?? `${kanas[n % kanas.length]}${n}`,
      customerNo: String(500_000 + n),
      accountNo: String(1_000_000 + n * 3),
      postalCode: '330-0001',
      address1: 'さいたま市',
      address2: '',
      phone: `048-${String(100 + (n % 900))}-${String(1000 + (n % 9000))}`,
    },
  }
}

export function contractNo(n: number): string {
  return `C${String(n).padStart(7, '0')}`
}

export function userRecorded(n: number, contract: number): EventDraft {
  return {
    type: 'UserRecorded',
    v: 1,
    data: {
      loginId: `user${String(n).padStart(6, '0')}`,
      contractNo: contractNo(contract),
      role: n % 2 === 0 ? 'master' : 'general',
      rosterStatus: 'active',
      tokenKind: 'none',
    },
    personal: { name: `利用者${n}`, kana: `リヨウシャ${n}` },
  }
}
