import bwipjs from 'bwip-js/node'
import type { Html } from './html.ts'

/** GS1 DataMatrix of a bracketed element string (`domain/gs1.ts`), as an inline SVG. */
export function gs1DataMatrix(elements: string): Html {
  // GS1 wants a GTIN beside expiry and serial; the bank has none, and the label stays within the bank.
  const options = { bcid: 'gs1datamatrix', text: elements, padding: 2, lintreqs: false }
  return { html: bwipjs.toSVG(options) }
}

/** Code 128 as an inline SVG; `millimetres` is the height of the bars. Read by the desk's scanner. */
export function code128(text: string, millimetres: number): Html {
  return { html: bwipjs.toSVG({ bcid: 'code128', text, height: millimetres, paddingwidth: 2 }) }
}
