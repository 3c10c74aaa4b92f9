/** Nobody answers the system's file dialogs in a test: main is told what was chosen. */
import type { ElectronApplication } from '@playwright/test'

/** Every open dialog answers `file` from now on. */
export async function answerOpen(app: ElectronApplication, file: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, file)
}

/** Every save dialog answers the offered name in `folder` (with a trailing separator) from now on. */
export async function answerSave(app: ElectronApplication, folder: string): Promise<void> {
  await app.evaluate(({ dialog }, into) => {
    dialog.showSaveDialog = (...args: unknown[]) => {
      const options = args.at(-1) as { defaultPath?: string }
      return Promise.resolve({ canceled: false, filePath: `${into}${options.defaultPath ?? 'paper.pdf'}` })
    }
  }, folder)
}
