/** 復旧コード: printed once, sealed, locked in the branch's safe. It is never stored. */
import { longDate } from './facts.ts'
import { html } from './html.ts'
import { a4, type Paper } from './paper.ts'

export interface RecoveryFacts {
  readonly branchNo: string
  readonly branchName: string
  readonly printedOn: string
  readonly recoveryCode: string
}

export function recoverySheet(facts: RecoveryFacts): Paper {
  return {
    title: '復旧コード',
    sheet: a4,
    css,
    body: html`<main class="recovery">
      <h1>Fobdesk 復旧コード</h1>
      <p>${facts.branchName}（店番 ${facts.branchNo}）　${longDate(facts.printedOn)}</p>
      <p class="code">${facts.recoveryCode}</p>
      <ul>
        <li>
          このパソコンが壊れたとき、または全員がパスワードを失ったときに、記録を開くための唯一の手段です。
        </li>
        <li>封筒に入れて封印し、役席2名の立会いで金庫に保管してください。写しを作らないでください。</li>
        <li>このコードはどこにも保存されていません。再表示・再印刷はできません。</li>
      </ul>
      <div class="sign"><span>立会 役席1</span></div>
      <div class="sign"><span>立会 役席2</span></div>
    </main>`,
  }
}

const css = `
.recovery { padding: 30mm 24mm; }
h1 { margin-bottom: 6mm; font-size: 18pt; }
.code { margin: 14mm 0; padding: 8mm; border: 0.6mm solid #111; text-align: center; font-size: 17pt;
  font-weight: 700; letter-spacing: 0.08em; overflow-wrap: anywhere; }
li { margin: 3mm 0 3mm 6mm; }
.sign { margin-top: 16mm; border-bottom: 0.25mm solid #555; }
`
