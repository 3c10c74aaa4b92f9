/** The system's file dialogs. */
import { dialog, type BrowserWindow } from 'electron'

/** The chosen CSV's path; undefined when the person cancels. */
export async function chooseCsv(window: BrowserWindow, title: string): Promise<string | undefined> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title,
    properties: ['openFile'],
    filters: [{ name: 'CSV', extensions: ['csv', 'txt'] }],
  })
  return canceled ? undefined : filePaths[0]
}

/** The chosen PSKC file's path; undefined when the person cancels. */
export async function choosePskc(window: BrowserWindow): Promise<string | undefined> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'PSKCファイルを選ぶ',
    properties: ['openFile'],
    filters: [{ name: 'PSKC', extensions: ['xml', 'pskc', 'pskcxml'] }],
  })
  return canceled ? undefined : filePaths[0]
}

/** Where to save a PDF; undefined when the person cancels. */
export async function choosePdfTarget(window: BrowserWindow, name: string): Promise<string | undefined> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: name,
    filters: [{ name: 'PDF', extensions: ['pdf'] }],
  })
  return canceled || filePath === '' ? undefined : filePath
}

/** Where to save an export; undefined when the person cancels. */
export async function chooseExportTarget(
  window: BrowserWindow,
  name: string,
  extension: string,
): Promise<string | undefined> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: name,
    filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
  })
  return canceled || filePath === '' ? undefined : filePath
}

/** A folder for backups; undefined when the person cancels. */
export async function chooseFolder(window: BrowserWindow): Promise<string | undefined> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'バックアップの保存先',
    properties: ['openDirectory', 'createDirectory'],
  })
  return canceled ? undefined : filePaths[0]
}

/** A backup's path; undefined when the person cancels. */
export async function chooseBackup(window: BrowserWindow): Promise<string | undefined> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title: 'バックアップを選ぶ',
    properties: ['openFile'],
    filters: [{ name: 'Fobdesk', extensions: ['fobbackup'] }],
  })
  return canceled ? undefined : filePaths[0]
}
