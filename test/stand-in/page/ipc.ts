import type { CdpSession } from '../cdp/connection.ts'
import { makeEvent } from '../electron/emitter.ts'
import { ipcMain, type IpcMain } from '../electron/ipc-main.ts'
import { BINDING_NAME, RECEIVER_NAME } from '../injected/compose.ts'
import type { MainMessage, RendererMessage } from '../injected/ipc-renderer.ts'
import { ignoreLate } from '../log.ts'
import type { Frame, FrameTree } from './frames.ts'
import { codec } from './node-codec.ts'

/** What the IPC of a page needs from its WebContents. */
export interface IpcOwner {
  readonly ipc: IpcMain
  readonly frames: FrameTree
  isLoading(): boolean
  windowOpenRequested(url: string, name: string, features: string): void
  preloadFailed(error: Error): void
}

/** The message pipe between one page's preload and main. */
export class PageIpc {
  readonly #owner: IpcOwner
  #session: CdpSession | undefined
  #waiting: string[] = []

  constructor(owner: IpcOwner) {
    this.#owner = owner
  }

  follow(session: CdpSession): void {
    this.#session = session
    session.listen('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name !== BINDING_NAME) return
      const end = payload.indexOf('\n')
      const message = JSON.parse(payload.slice(0, end)) as RendererMessage
      const frame = this.#owner.frames.ofContext(executionContextId)
      if (frame) this.#receive(message, payload.slice(end + 1), frame)
    })
    session.listen('Page.domContentEventFired', () => this.#flush())
  }

  /** `webContents.send`: throws, like Electron, when the arguments cannot be cloned. */
  sendEvent(channel: string, args: unknown[]): void {
    let body: string
    try {
      body = codec.encode(args)
    } catch (cause) {
      throw new Error('Failed to serialize arguments', { cause })
    }
    this.#post(this.#owner.frames.main, { kind: 'event', channel }, body)
  }

  #flush(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const text of waiting) this.#call(this.#owner.frames.main, text)
  }

  #post(frame: Frame, message: MainMessage, body: string): void {
    const text = `${JSON.stringify(message)}\n${body}`
    if (frame.contextId === undefined && frame === this.#owner.frames.main && this.#owner.isLoading()) {
      this.#waiting.push(text)
    } else this.#call(frame, text)
  }

  #call(frame: Frame, text: string): void {
    if (frame.contextId === undefined || !this.#session) return // the document is gone, and its listeners with it
    this.#session
      .send('Runtime.callFunctionOn', {
        functionDeclaration: `function (message) { globalThis[${JSON.stringify(RECEIVER_NAME)}](message) }`,
        executionContextId: frame.contextId,
        arguments: [{ value: text }],
        silent: true,
      })
      .catch(ignoreLate('message to page'))
  }

  #receive(message: RendererMessage, body: string, frame: Frame): void {
    switch (message.kind) {
      case 'open-window':
        this.#owner.windowOpenRequested(message.url, message.name, message.features)
        return
      case 'preload-error': {
        const error = new Error(message.message)
        error.stack = message.stack
        this.#owner.preloadFailed(error)
        return
      }
      case 'send': {
        const args = codec.decode(body) as unknown[]
        const event = this.#event(frame)
        this.#owner.ipc.emit(message.channel, event, ...args)
        ipcMain.emit(message.channel, event, ...args)
        return
      }
      case 'invoke':
        void this.#invoke(message.id, message.channel, body, frame)
    }
  }

  async #invoke(id: number, channel: string, body: string, frame: Frame): Promise<void> {
    try {
      const handler = this.#owner.ipc.findHandler(channel) ?? ipcMain.findHandler(channel)
      if (!handler) throw new Error(`No handler registered for '${channel}'`)
      const value = await handler(this.#event(frame), ...(codec.decode(body) as unknown[]))
      this.#post(frame, { kind: 'reply', id }, codec.encode([value]))
    } catch (error) {
      console.error(`Error occurred in handler for '${channel}':`, error) // Electron writes the same line
      this.#post(frame, { kind: 'refusal', id, reason: String(error) }, '')
    }
  }

  #event(frame: Frame): object {
    return makeEvent({
      type: 'frame',
      sender: this.#owner,
      senderFrame: frame.handle,
      frameId: frame.routingId,
      processId: 1,
      ports: [],
      reply: (channel: string, ...args: unknown[]) => {
        this.#post(frame, { kind: 'event', channel }, codec.encode(args))
      },
    })
  }
}
