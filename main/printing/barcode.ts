import bwipjs from 'bwip-js/node'
import type { Html } from './html.ts'

/** Code 128 as an inline SVG; `millimetres` is the height of the bars. Read by the desk's scanner. */
export function code128(text: string, millimetres: number): Html {
  return { html: bwipjs.toSVG({ bcid: 'code128', text, height: millimetres, paddingwidth: 2 }) }
}
