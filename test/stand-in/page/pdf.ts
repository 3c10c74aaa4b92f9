import type { PrintToPDFOptions } from 'electron'
import type { CdpSession } from '../cdp/connection.ts'

/** Paper sizes by name, in inches, as Electron knows them. */
const PAPER: Record<string, readonly [width: number, height: number]> = {
  A0: [33.1, 46.8],
  A1: [23.4, 33.1],
  A2: [16.54, 23.4],
  A3: [11.7, 16.54],
  A4: [8.27, 11.7],
  A5: [5.83, 8.27],
  A6: [4.13, 5.83],
  Letter: [8.5, 11],
  Legal: [8.5, 14],
  Tabloid: [11, 17],
  Ledger: [17, 11],
}
const DEFAULT_MARGIN = 0.4

function paperOf(size: PrintToPDFOptions['pageSize']): readonly [number, number] {
  if (typeof size === 'object') return [size.width, size.height]
  const paper = PAPER[size ?? 'Letter']
  if (!paper) throw new Error(`Invalid pageSize ${String(size)}`)
  return paper
}

/** `webContents.printToPDF`: Electron uses the same command of Chromium, so the result is the same print. */
export async function printToPdf(session: CdpSession, options: PrintToPDFOptions): Promise<Buffer> {
  const [paperWidth, paperHeight] = paperOf(options.pageSize)
  const margins = options.margins ?? {}
  const { data } = await session.send('Page.printToPDF', {
    landscape: options.landscape ?? false,
    displayHeaderFooter: options.displayHeaderFooter ?? false,
    printBackground: options.printBackground ?? false,
    scale: options.scale ?? 1,
    paperWidth,
    paperHeight,
    marginTop: margins.top ?? DEFAULT_MARGIN,
    marginBottom: margins.bottom ?? DEFAULT_MARGIN,
    marginLeft: margins.left ?? DEFAULT_MARGIN,
    marginRight: margins.right ?? DEFAULT_MARGIN,
    pageRanges: options.pageRanges ?? '',
    headerTemplate: options.headerTemplate ?? '',
    footerTemplate: options.footerTemplate ?? '',
    preferCSSPageSize: options.preferCSSPageSize ?? false,
    generateTaggedPDF: options.generateTaggedPDF ?? false,
    generateDocumentOutline: options.generateDocumentOutline ?? false,
  })
  return Buffer.from(data, 'base64')
}
