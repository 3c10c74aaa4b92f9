/**
 * 送付状: what goes with the mailed fob. STEP 3 and STEP 4 of the manual (pages 2 and 3) in full. It never
 * carries the ログインID (rule 10): a letter that reaches the wrong hands must not complete the pair.
 */
import { code128 } from './barcode.ts'
import { longDate, type PaperFacts } from './facts.ts'
import { html, type Html } from './html.ts'
import { a4, type Paper } from './paper.ts'

export function coverLetter(facts: PaperFacts): Paper {
  return { title: `送付状 ${facts.letterNo}`, sheet: a4, css, body: body(facts) }
}

function body(facts: PaperFacts): Html {
  return html`<main class="letter">
    ${facts.training ? html`<p class="training">研修用 ― 実際のお客さまには送付しないでください</p>` : html``}
    <header>
      <address>
        〒${facts.postalCode}<br />
        ${facts.address1}<br />
        ${facts.address2}
        <strong>${facts.contractName} ${facts.honorific}</strong>
      </address>
      <div class="sender">
        <p>${longDate(facts.printedOn)}</p>
        <p class="bank">${facts.branchName}</p>
        <p>（店番 ${facts.branchNo}）</p>
        <figure>
          ${code128(facts.letterNo, 9)}
          <figcaption>送付状番号 ${facts.letterNo}</figcaption>
        </figure>
      </div>
    </header>
    <h1>ワンタイムパスワード（ハードウェアトークン）送付のご案内</h1>
    <p>
      平素より格別のお引立てを賜り、厚くお礼申しあげます。お申込みいただきましたハードウェアトークンを同封いたします。
      内容をお確かめのうえ、利用開始日以降に、下記の手順で利用開始登録をお願いいたします。
    </p>
    <table>
      <tbody>
        <tr>
          <th>同封物</th>
          <td>ハードウェアトークン（${facts.model}） 1個</td>
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
          <td><strong>${longDate(facts.startDate)}</strong></td>
        </tr>
        <tr>
          <th>受付番号</th>
          <td>${facts.receiptNo}</td>
        </tr>
      </tbody>
    </table>
    <section>
      <h2><span>STEP 3</span>利用開始登録</h2>
      <ol>
        <li>
          利用開始日以降、ログインIDおよびパスワードにてログインを実施した場合、
          「ワンタイムパスワード利用開始登録（ハードウェアトークン）」画面（BLG3020）が表示されます。
        </li>
        <li>
          お手元にハードウェアトークンをご準備ください。シリアル番号・有効期限は、トークン裏面に記載があります。
        </li>
        <li>
          トークン情報入力欄に、トークン裏面に記載の<b>「シリアル番号」</b>（半角数字8桁以上12桁以内）、
          ワンタイムパスワード入力欄に、トークンに表示されている<b>「ワンタイムパスワード」</b>を入力し、
          <b>「認証確認」</b>ボタンをクリックしてください。
        </li>
        <li>クリック後、トップページ等に遷移し、ワンタイムパスワードの利用開始登録が完了します。</li>
      </ol>
    </section>
    <section>
      <h2><span>STEP 4</span>利用開始</h2>
      <p>
        以降のログインについては、ログインIDとパスワードに加え、ワンタイムパスワードでの認証が必要となります。
        ワンタイムパスワードは1分毎に新たなパスワードが自動生成され、一度使用したパスワードは無効となります。
      </p>
    </section>
    <section class="notes">
      <h2>ご注意</h2>
      <ul>
        <li>
          ワンタイムパスワードを連続して一定回数以上間違えると、不正ログインを防止するため、
          ワンタイムパスワード認証が停止し、以降ログインができなくなります。
        </li>
        <li>
          シリアル番号がトークン裏面の記載と異なる場合や、破損している場合は、使用せずにお取引店へご連絡ください。
        </li>
        <li>
          トークンを紛失された場合、盗難に遭われた場合は、直ちにご連絡ください。
          <b>緊急連絡先 ${facts.emergencyPhone}</b>
        </li>
      </ul>
    </section>
    <footer>担当 ${facts.staffNo}　　送付状番号 ${facts.letterNo}</footer>
  </main>`
}

const css = `
.letter { position: relative; min-height: 297mm; padding: 18mm 20mm 16mm; }
.training { position: absolute; top: 7mm; left: 20mm; right: 20mm; text-align: center; font-weight: 700;
  border: 0.6mm solid #b45309; color: #92400e; }
header { display: flex; justify-content: space-between; margin-top: 4mm; }
address { font-style: normal; width: 90mm; }
address strong { display: block; margin-top: 3mm; font-size: 14pt; }
.sender { text-align: right; }
.sender .bank { font-weight: 700; font-size: 12pt; }
figure { margin-top: 2mm; } figure svg { height: 11mm; width: 52mm; } figcaption { font-size: 8pt; }
h1 { margin: 9mm 0 5mm; font-size: 15pt; text-align: center; letter-spacing: 0.06em; }
table { width: 100%; margin: 4mm 0; border-collapse: collapse; }
th, td { border: 0.25mm solid #555; padding: 1.3mm 3mm; text-align: left; }
th { width: 42mm; background: #eef1f5; }
.serial { font-size: 13pt; font-weight: 700; letter-spacing: 0.12em; }
h2 { margin: 4mm 0 1.5mm; font-size: 11.5pt; }
h2 span { margin-right: 3mm; padding: 0.5mm 3mm; background: #1f3a6e; color: #fff; }
ol, ul { padding-left: 7mm; }
.notes { margin-top: 4mm; padding: 2.5mm 4mm; border: 0.25mm solid #555; font-size: 9.5pt; }
.notes h2 { margin-top: 0; }
footer { position: absolute; bottom: 9mm; right: 20mm; font-size: 8pt; }
`
