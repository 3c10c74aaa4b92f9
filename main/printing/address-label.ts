/** 宛名ラベル, 100 × 62 mm (a usual label roll). The address is 届出住所 (rule 14). */
import { code128 } from './barcode.ts'
import type { PaperFacts } from './facts.ts'
import { html } from './html.ts'
import type { Paper } from './paper.ts'

export function addressLabel(facts: PaperFacts): Paper {
  return {
    title: `宛名ラベル ${facts.letterNo}`,
    sheet: { width: 100, height: 62 },
    css,
    body: html`<main class="label">
      <p class="postal">〒${facts.postalCode}</p>
      <p>${facts.address1}<br />${facts.address2}</p>
      <p class="name">${facts.contractName} ${facts.honorific}</p>
      <p class="remark">転送不要・書留${facts.training ? '【研修用】' : ''}</p>
      <footer>
        <div>${facts.branchName}<br />${facts.letterNo}</div>
        ${code128(facts.letterNo, 7)}
      </footer>
    </main>`,
  }
}

const css = `
.label { position: relative; height: 62mm; padding: 5mm 6mm; font-size: 10.5pt; line-height: 1.45; }
.postal { font-size: 13pt; letter-spacing: 0.12em; }
.name { margin-top: 3mm; font-size: 14pt; font-weight: 700; }
.remark { position: absolute; top: 5mm; right: 6mm; padding: 0 2mm; border: 0.3mm solid #b00020;
  color: #b00020; font-weight: 700; font-size: 9pt; }
footer { position: absolute; left: 6mm; right: 6mm; bottom: 4mm; display: flex; justify-content: space-between;
  align-items: flex-end; font-size: 7.5pt; line-height: 1.3; }
footer svg { height: 9mm; width: 44mm; }
`
