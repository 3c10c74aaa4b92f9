import { refuseUnknown } from '../injected/refuse-unknown.ts'
import { note, record } from '../log.ts'

/**
 * Nobody sits before the stand-in, so every box is cancelled. A test that needs an answer replaces the function
 * through `app.evaluate(({ dialog }) => { dialog.showOpenDialog = … })`, which works on real Electron as well.
 */
export const dialog = refuseUnknown('dialog', {
  showOpenDialog(...args: unknown[]) {
    record('dialog.showOpenDialog', args.at(-1))
    return Promise.resolve({ canceled: true, filePaths: [] as string[] })
  },
  showSaveDialog(...args: unknown[]) {
    record('dialog.showSaveDialog', args.at(-1))
    return Promise.resolve({ canceled: true, filePath: '' })
  },
  /** Escape answers with `cancelId`, and without one with button 0, as on Linux. */
  showMessageBox(...args: unknown[]) {
    const options = args.at(-1) as { message?: string; cancelId?: number }
    note(`message box, cancelled: ${options.message ?? ''}`)
    record('dialog.showMessageBox', options)
    return Promise.resolve({ response: options.cancelId ?? 0, checkboxChecked: false })
  },
  showErrorBox(title: string, content: string): void {
    note(`error box: ${title}: ${content}`)
    record('dialog.showErrorBox', { title, content })
  },
})
