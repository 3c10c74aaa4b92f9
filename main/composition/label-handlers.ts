/** Where this PC's labels go: one of the system's printers, remembered, so that a label is printed without a question. */
import type { BrowserWindow } from 'electron'
import { refuse } from '../../domain/refuse.ts'
import type { Refusal } from '../../domain/decide-types.ts'
import type { DeskHandlers } from '../desk/desk.ts'
import type { Handlers } from '../ipc/handlers.ts'

export interface LabelOptions {
  readonly desk: Pick<DeskHandlers, 'desk.status'>
  readonly window: () => BrowserWindow
  /** By the system's name; null: every label asks by the system's dialog. */
  readonly chosen: () => string | null
  readonly choose: (name: string | null) => Promise<void>
}

export function labelHandlers({
  desk,
  window,
  chosen,
  choose,
}: LabelOptions): Pick<Handlers, 'label.printers' | 'label.choosePrinter'> {
  const signedOut = async (): Promise<Refusal | null> => {
    const status = await desk['desk.status']({})
    return status.ok && status.value.phase === 'signedIn' ? null : refuse('NOT_SIGNED_IN')
  }
  const systemPrinters = () => window().webContents.getPrintersAsync()
  return {
    'label.printers': async () => {
      const refusal = await signedOut()
      if (refusal !== null) return refusal
      const found = await systemPrinters()
      const printers = found.map(({ name, displayName }) => ({ name, shown: displayName || name }))
      return { ok: true, value: { printers, chosen: chosen() } }
    },
    'label.choosePrinter': async ({ name }) => {
      const refusal = await signedOut()
      if (refusal !== null) return refusal
      const known = name === null || (await systemPrinters()).some((printer) => printer.name === name)
      if (!known) return refuse('PRINT_FAILED', { reason: name })
      await choose(name)
      return { ok: true, value: {} }
    },
  }
}
