/** 包装ラベル, 62 × 29 mm: what goes on the fob's packet, so that fob and paper can be matched by scanner. */
import { gs1DataMatrix } from './barcode.ts'
import type { PaperFacts } from './facts.ts'
import { html } from './html.ts'
import type { Paper } from './paper.ts'

/** It names the fob and the letter, never the customer: a packet lies about where the letter does not. */
export function packetLabel(facts: PaperFacts): Paper {
  return {
    title: `包装ラベル ${facts.serial}`,
    sheet: { width: 62, height: 29 },
    css,
    body: html`<main class="packet-label">
      ${gs1DataMatrix(facts.label)}
      <div>
        <p class="serial">${facts.serial}</p>
        <p>有効期限 ${facts.expires}</p>
        <p>${facts.model}　${facts.letterNo}</p>
        <p>${facts.branchName}${facts.training ? '【研修用】' : ''}</p>
      </div>
    </main>`,
  }
}

const css = `
.packet-label { display: flex; align-items: center; gap: 2mm; height: 29mm; padding: 2mm; font-size: 6.5pt; line-height: 1.5;
  white-space: nowrap; overflow: hidden; }
.packet-label svg { width: 18mm; height: 18mm; flex: none; }
.serial { font-size: 11pt; font-weight: 700; letter-spacing: 0.06em; }
`
