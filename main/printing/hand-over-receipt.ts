/** 受領書: the customer signs for a fob handed over at the counter (rules 10, 14). */
import { longDate, type PaperFacts } from './facts.ts'
import { html } from './html.ts'
import { a4, type Paper } from './paper.ts'

export function handOverReceipt(facts: PaperFacts): Paper {
  return {
    title: `受領書 ${facts.receiptNo}`,
    sheet: a4,
    css,
    body: html`<main class="receipt">
      ${facts.training ? html`<p class="training">研修用</p>` : html``}
      <h1>ハードウェアトークン受領書</h1>
      <p class="bank">${facts.branchName}（店番 ${facts.branchNo}） 御中</p>
      <p>下記のハードウェアトークンを受領しました。</p>
      <table>
        <tbody>
          <tr>
            <th>契約者名</th>
            <td>${facts.contractName} ${facts.honorific}</td>
          </tr>
          <tr>
            <th>受付番号</th>
            <td>${facts.receiptNo}</td>
          </tr>
          <tr>
            <th>機種</th>
            <td>${facts.model} 1個</td>
          </tr>
          <tr>
            <th>シリアル番号</th>
            <td class="serial">${facts.serial}</td>
          </tr>
          <tr>
            <th>トークン有効期限</th>
            <td>${facts.expires}</td>
          </tr>
          <tr>
            <th>利用開始日</th>
            <td>${longDate(facts.startDate)}</td>
          </tr>
        </tbody>
      </table>
      <div class="sign"><span>受領日</span>　　　　年　　　月　　　日</div>
      <div class="sign"><span>ご署名</span></div>
      <div class="sign"><span>ご住所</span></div>
      <table class="bank-use">
        <tbody>
          <tr>
            <th>組合使用欄</th>
            <td>本人確認</td>
            <td>届出印照合</td>
            <td>担当 ${facts.staffNo}</td>
            <td>役席</td>
          </tr>
        </tbody>
      </table>
      <p class="remark">紛失・盗難の際の緊急連絡先 ${facts.emergencyPhone}</p>
    </main>`,
  }
}

const css = `
.receipt { padding: 24mm 22mm; }
.training { text-align: center; border: 0.6mm solid #b45309; color: #92400e; font-weight: 700; }
h1 { margin: 6mm 0 12mm; text-align: center; font-size: 17pt; letter-spacing: 0.1em; }
.bank { margin-bottom: 8mm; font-size: 12pt; }
table { width: 100%; margin: 6mm 0 12mm; border-collapse: collapse; }
th, td { border: 0.25mm solid #555; padding: 2mm 3mm; text-align: left; }
th { width: 42mm; background: #eef1f5; }
.serial { font-size: 13pt; font-weight: 700; letter-spacing: 0.12em; }
.sign { margin: 9mm 0; border-bottom: 0.25mm solid #555; } .sign span { display: inline-block; width: 30mm; }
.bank-use td { width: 32mm; height: 16mm; vertical-align: top; font-size: 8.5pt; }
.remark { font-size: 9.5pt; }
`
