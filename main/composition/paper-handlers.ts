/** The paper channels: facts from the desk's own views, laid out by main/printing. */
import { writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { BrowserWindow } from 'electron'
import { dateAt, formatExpiry } from '../../domain/calendar.ts'
import { ourLabel } from '../../domain/gs1.ts'
import { refuse } from '../../domain/refuse.ts'
import type { Refusal } from '../../domain/decide-types.ts'
import type { Answer, ChannelInput } from '../../preload/contract/channels.ts'
import type { DeskHandlers } from '../desk/desk.ts'
import type { Handlers } from '../ipc/handlers.ts'
import { addressLabel } from '../printing/address-label.ts'
import { coverLetter } from '../printing/cover-letter.ts'
import type { PaperFacts } from '../printing/facts.ts'
import { packetLabel } from '../printing/packet-label.ts'
import { handOverReceipt } from '../printing/hand-over-receipt.ts'
import type { PaperPrinter } from '../printing/paper-window.ts'
import type { Paper } from '../printing/paper.ts'
import { recoverySheet } from '../printing/recovery-sheet.ts'
import { choosePdfTarget } from '../window/dialogs.ts'

type PaperChannel = 'paper.preview' | 'paper.print' | 'paper.save' | 'start.printRecoveryCode' | 'label.print'
type PaperRequest = ChannelInput<'paper.preview'>

const layouts = { coverLetter, addressLabel, handOverReceipt, packetLabel } as const

export interface PaperOptions {
  readonly desk: DeskHandlers
  readonly printer: PaperPrinter
  readonly window: () => BrowserWindow
  /** Where this PC's labels go, by the system's name; null: asked each time. */
  readonly labelPrinter: () => string | null
}

export function paperHandlers({
  desk,
  printer,
  window,
  labelPrinter,
}: PaperOptions): Pick<Handlers, PaperChannel> {
  /** Lays the paper out, or answers why there is none (signed out, unknown application, no fob yet). */
  const withPaper = async <T>(
    { paper, applicationId }: PaperRequest,
    use: (laidOut: Paper, facts: PaperFacts) => Promise<Answer<T>>,
  ): Promise<Answer<T>> => {
    const facts = await paperFacts(desk, applicationId)
    return facts.ok ? use(layouts[paper](facts.value), facts.value) : facts
  }
  const print = async (paper: Paper, device?: string): Promise<Answer<Record<string, never>>> => {
    const reason = await printer.print(paper, device)
    return reason === undefined ? { ok: true, value: {} } : refuse('PRINT_FAILED', { reason })
  }
  return {
    'paper.preview': (input) =>
      withPaper(input, async (paper, { letterNo }) => ({
        ok: true,
        value: { pages: (await printer.pictures(paper)).map((page) => new Uint8Array(page)), letterNo },
      })),
    'paper.print': (input) => withPaper(input, (paper) => print(paper)),
    'label.print': ({ applicationId }) =>
      withPaper({ paper: 'packetLabel', applicationId }, (paper) =>
        print(paper, labelPrinter() ?? undefined),
      ),
    'paper.save': (input) =>
      withPaper(input, async (paper) => {
        const target = await choosePdfTarget(window(), `${paper.title}.pdf`)
        if (target === undefined) return { ok: true, value: null }
        // The system's dialog outlives the idle lock; what was laid out before must not be written after it.
        const still = await paperFacts(desk, input.applicationId)
        if (!still.ok) return still
        await writeFile(target, await printer.pdf(paper))
        return { ok: true, value: { fileName: basename(target) } }
      }),
    'start.printRecoveryCode': async ({ recoveryCode }) => {
      const status = await desk['desk.status']({})
      if (!status.ok) return status
      const { branchNo, branchName, now } = status.value
      return print(recoverySheet({ branchNo, branchName, printedOn: dateAt(now), recoveryCode }))
    },
  }
}

async function paperFacts(
  desk: DeskHandlers,
  applicationId: string,
): Promise<{ ok: true; value: PaperFacts } | Refusal | Extract<Answer<never>, { ok: false }>> {
  const [status, found] = await Promise.all([
    desk['desk.status']({}),
    desk['applications.get']({ applicationId }),
  ])
  if (!status.ok) return status
  if (!found.ok) return found
  const application = found.value
  if (application === null || application.serial === null) return refuse('APPLICATION_UNKNOWN')
  const fob = await desk['fobs.get']({ serial: application.serial })
  if (!fob.ok) return fob
  if (fob.value === null) return refuse('FOB_UNKNOWN', { serial: application.serial })
  const contract = await desk['customers.get']({ contractNo: application.contractNo })
  if (!contract.ok) return contract
  const { branchNo, branchName, realm, staff, emergencyPhone, now } = status.value
  return {
    ok: true,
    value: {
      branchNo,
      branchName,
      training: realm === 'training',
      printedOn: dateAt(now),
      letterNo: application.letterNo,
      // A copy of an old paper, after the retention time.
      contractName: application.contractName || '消去済み',
      honorific: contract.value?.kind === 'individual' ? '様' : '御中',
      postalCode: application.postalCode,
      address1: application.address1,
      address2: application.address2,
      serial: application.serial,
      label: ourLabel(fob.value),
      model: fob.value.modelName,
      expires: formatExpiry(fob.value.expiresAt),
      startDate: application.startDate ?? dateAt(now),
      receiptNo: application.evidence.receiptNo,
      emergencyPhone,
      staffNo: staff?.staffNo ?? '',
    },
  }
}
