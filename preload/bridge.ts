/**
 * The only way from the screen to main. Runs sandboxed and context-isolated before the page; exposes one
 * fixed function per channel and one listener, never `ipcRenderer` itself, so that a script that got into
 * the page can ask for nothing the contract does not name.
 */
import { contextBridge, ipcRenderer } from 'electron'
import { channelNames } from './channel-names.ts'
import type { Desk, Notice } from './contract/channels.ts'

const call = Object.fromEntries(
  channelNames.map((channel) => [channel, (input: unknown) => ipcRenderer.invoke(channel, input)]),
) as unknown as Desk['call'] // one function per name; main parses input and output by the contract

const desk: Desk = {
  call,
  onNotice: (listener) => {
    const forward = (_event: unknown, notice: Notice): void => listener(notice)
    ipcRenderer.on('notice', forward)
    return () => {
      ipcRenderer.removeListener('notice', forward)
    }
  },
}

contextBridge.exposeInMainWorld('desk', desk)
