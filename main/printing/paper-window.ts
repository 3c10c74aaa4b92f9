/**
 * Turns a paper into PDF, pictures or print jobs in a hidden window of its own: no preload, no script, closed
 * when done. The document is handed over by `publish`, which answers the address it is served at.
 */
import { BrowserWindow, type WebContents, type WebContentsPrintOptions } from 'electron'
import { documentOf, type Paper } from './paper.ts'

/** Makes a document readable at an address of ours until `withdraw` is called. */
export type Publish = (document: string) => { readonly url: string; readonly withdraw: () => void }

const millimetresPerInch = 25.4
/** CSS pixels per inch, by definition. */
const dpi = 96

export interface PaperPrinter {
  /** The paper as PDF, fonts embedded. */
  pdf(paper: Paper): Promise<Uint8Array>
  /** The paper as one PNG per page, as it will be printed. */
  pictures(paper: Paper): Promise<readonly Uint8Array[]>
  /**
   * Answers the reason of a failure; undefined when it printed.
   * @param device a printer by the system's name, without a question; the system's dialog where there is none
   */
  print(paper: Paper, device?: string): Promise<string | undefined>
}

export function paperPrinter(publish: Publish): PaperPrinter {
  return {
    pdf: (paper) => onWindow(publish, paper, toPdf),
    pictures: (paper) =>
      onWindow(publish, paper, async (contents) => {
        // Every paper is one sheet (a test counts the PDF's pages), so one picture is all of it.
        const image = await contents.capturePage()
        return [new Uint8Array(image.toPNG())]
      }),
    print: (paper, device) =>
      onWindow(
        publish,
        paper,
        (contents) =>
          new Promise((resolve) => {
            contents.print(printOptions(paper, device), (printed, reason) => {
              resolve(printed ? undefined : reason)
            })
          }),
      ),
  }
}

/** Without its dialog the system takes neither the sheet nor its margins from the paper's own style. */
function printOptions({ sheet }: Paper, device: string | undefined): WebContentsPrintOptions {
  if (device === undefined) return { silent: false, printBackground: true }
  const [width, height] = [sheet.width, sheet.height].map((millimetres) => millimetres * 1000) as [
    number,
    number,
  ]
  return {
    silent: true,
    deviceName: device,
    printBackground: true,
    margins: { marginType: 'none' },
    pageSize: { width, height },
  }
}

async function toPdf(contents: WebContents): Promise<Uint8Array> {
  return new Uint8Array(await contents.printToPDF({ preferCSSPageSize: true, printBackground: true }))
}

async function onWindow<T>(
  publish: Publish,
  paper: Paper,
  work: (contents: WebContents) => Promise<T>,
): Promise<T> {
  const { url, withdraw } = publish(documentOf(paper))
  const window = new BrowserWindow({
    show: false,
    useContentSize: true,
    width: pixels(paper.sheet.width),
    height: pixels(paper.sheet.height),
    webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, javascript: false },
  })
  try {
    await window.loadURL(url)
    return await work(window.webContents)
  } finally {
    withdraw()
    window.destroy()
  }
}

function pixels(millimetres: number): number {
  return Math.ceil((millimetres / millimetresPerInch) * dpi)
}
