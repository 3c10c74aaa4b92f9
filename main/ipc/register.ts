/** The only file that touches `ipcMain`: every channel of the contract, each through `answerBridge`. */
import { ipcMain, type WebContents } from 'electron'
import { channels, type Channel, type Notice } from '../../preload/contract/channels.ts'
import { answerBridge, type BridgeOptions } from './answer.ts'

export function registerBridge(options: BridgeOptions): void {
  for (const channel of Object.keys(channels) as Channel[]) {
    ipcMain.handle(channel, (event, input: unknown) => answerBridge(options, channel, event, input))
  }
}

/** Tells a screen something unasked; a window that is going away is passed over. */
export function sendNotice(contents: WebContents, notice: Notice): void {
  if (!contents.isDestroyed()) contents.send('notice', notice)
}
