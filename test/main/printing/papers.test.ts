import { describe, expect, test } from 'vitest'
import { addressLabel } from '../../../main/printing/address-label.ts'
import { coverLetter } from '../../../main/printing/cover-letter.ts'
import type { PaperFacts } from '../../../main/printing/facts.ts'
import { handOverReceipt } from '../../../main/printing/hand-over-receipt.ts'
import { packetLabel } from '../../../main/printing/packet-label.ts'
import { html } from '../../../main/printing/html.ts'
import { documentOf } from '../../../main/printing/paper.ts'

const facts: PaperFacts = {
  branchNo: '001',
  branchName: '研修支店',
  training: false,
  printedOn: '2026-11-22',
  letterNo: 'L26112200001',
  contractName: '株式会社<b>データ</b>商事',
  honorific: '御中',
  postalCode: '330-0001',
  address1: '埼玉県さいたま市大宮区一丁目',
  address2: '',
  serial: '12345678',
  label: '(17)310930(21)12345678',
  model: 'C301-i',
  expires: '2031年09月30日 08時00分',
  startDate: '2026-12-01',
  receiptNo: 'A-0001',
  emergencyPhone: '0120-000-000',
  staffNo: '1001',
}

test('a name is never markup', () => {
  expect(html`<p>${'<script>"&\''}</p>`.html).toBe('<p>&lt;script&gt;&quot;&amp;&#39;</p>')
})

describe.each([
  ['送付状', coverLetter],
  ['宛名ラベル', addressLabel],
  ['受領書', handOverReceipt],
])('%s', (_name, make) => {
  const text = documentOf(make(facts))

  test('names the contract, escaped', () => {
    expect(text).toContain('株式会社&lt;b&gt;データ&lt;/b&gt;商事 御中')
  })

  test('has no inline handler, script or style attribute, which the policy would refuse', () => {
    expect(text).not.toMatch(/<script|\son\w+=|\sstyle=/)
  })

  test('says 研修 in training only', () => {
    expect(text).not.toContain('研修用')
    expect(documentOf(make({ ...facts, training: true }))).toContain('研修用')
  })
})

test('送付状 tells STEP 3 and STEP 4 in the words of the manual', () => {
  const text = documentOf(coverLetter(facts)).replace(/<[^>]+>|\s+/g, '')
  for (const words of [
    'STEP3利用開始登録',
    'STEP4利用開始',
    'ワンタイムパスワード利用開始登録（ハードウェアトークン）',
    'BLG3020',
    '半角数字8桁以上12桁以内',
    'トップページ等に遷移し',
    'ログインIDとパスワードに加え、ワンタイムパスワードでの認証が必要となります。',
    '2026年12月1日',
    '12345678',
  ]) {
    expect(text).toContain(words)
  }
})

test('包装ラベル names fob and letter, never the customer', () => {
  const text = documentOf(packetLabel(facts))
  expect(text).toContain('12345678')
  expect(text).toContain('L26112200001')
  expect(text).not.toContain('データ')
  expect(text).not.toContain('埼玉県')
  expect(text).not.toMatch(/<script|\son\w+=|\sstyle=/)
  expect(text).not.toContain('研修用')
  expect(documentOf(packetLabel({ ...facts, training: true }))).toContain('研修用')
  // The symbol is of the element string: another serial, another picture.
  const other = documentOf(packetLabel({ ...facts, label: '(17)310930(21)12345679' }))
  expect(other).not.toBe(text)
})
