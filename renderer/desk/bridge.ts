/** Typed access to what preload put on the window: one function a channel, and the notices. */
import type { Answer, Channel, ChannelInput, ChannelOutput, Desk } from '../../preload/contract/channels.ts'

declare global {
  interface Window {
    desk: Desk
  }
}

/** Asks main. A refusal comes back as a value; only a bug (a broken bridge) rejects. */
export function callDesk<C extends Channel>(
  channel: C,
  input: ChannelInput<C>,
): Promise<Answer<ChannelOutput<C>>> {
  // Indexing the mapped type with a generic channel loses the pairing that the map itself guarantees.
  const call = window.desk.call[channel] as (input: ChannelInput<C>) => Promise<Answer<ChannelOutput<C>>>
  return call(input)
}
