/**
 * One question over the bridge: who asks, is the input what the contract says, then the handler. Nothing
 * unparsed reaches a handler and no exception text reaches the screen; a refusal crosses as a value with a
 * code.
 *
 * Threat: a script that got into the page, or a page that replaced ours, calling main with anything.
 * Electron checks neither sender nor arguments of `ipcMain.handle`.
 * Reference: Electron security checklist, “Validate the sender of all IPC messages”.
 */
import type { IpcMainInvokeEvent } from 'electron'
import { channels, type Answer, type Channel, type ChannelOutput } from '../../preload/contract/channels.ts'
import type { Handlers } from './handlers.ts'

export interface BridgeOptions {
  readonly handlers: Handlers
  /** Exact origin and top frame of one of our own windows. */
  readonly isOwnSender: (event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>) => boolean
  /** A refused sender or malformed input: recorded, since our own screens never cause one. */
  readonly onRefused: (channel: Channel, code: 'SENDER_REFUSED' | 'INPUT_MALFORMED') => void
  /** A bug: logged; answers the reference under which the screen shows it. */
  readonly onError: (channel: Channel, error: unknown) => string
}

export async function answerBridge(
  { handlers, isOwnSender, onRefused, onError }: BridgeOptions,
  channel: Channel,
  event: Pick<IpcMainInvokeEvent, 'sender' | 'senderFrame'>,
  input: unknown,
): Promise<Answer<unknown>> {
  if (!isOwnSender(event)) {
    onRefused(channel, 'SENDER_REFUSED')
    return { ok: false, code: 'SENDER_REFUSED', detail: {} }
  }
  const parsed = channels[channel].input.safeParse(input)
  if (!parsed.success) {
    onRefused(channel, 'INPUT_MALFORMED')
    return { ok: false, code: 'INPUT_MALFORMED', detail: {} }
  }
  // The channel's own schema has just parsed the input; TypeScript cannot follow the pair through the map.
  const handler = handlers[channel] as (input: unknown) => Promise<Answer<ChannelOutput<Channel>>>
  try {
    return await handler(parsed.data)
  } catch (error) {
    return { ok: false, code: 'INTERNAL', detail: { reference: onError(channel, error) } }
  }
}
